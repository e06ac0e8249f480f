"""Drawing tumour regions on the CT: the tools, their options, the list of lesions."""
