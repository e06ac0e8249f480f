"""The fields of the clinical row as a clinician names them, with unit, and which date each was taken on."""

from __future__ import annotations

FIELD_LABELS: dict[str, str] = {
    "patient_id": "Patient ID",
    "name": "Name",
    "age_years": "Age",
    "sex": "Sex",
    "hepatitis": "Viral hepatitis",
    "cirrhosis": "Cirrhosis",
    "ecog": "ECOG performance status",
    "ascites": "Ascites",
    "encephalopathy_grade": "Encephalopathy grade",
    "bilirubin_umol_per_l": "Bilirubin",
    "albumin_g_per_l": "Albumin",
    "inr": "INR",
    "platelets_10e9_per_l": "Platelets",
    "ast_u_per_l": "AST",
    "alt_u_per_l": "ALT",
    "crp_mg_per_l": "CRP",
    "afp_ng_per_ml": "AFP",
    "largest_tumour_diameter_mm": "Largest tumour diameter",
    "tumour_count": "Number of tumours",
    "one_lobe": "Confined to one lobe",
    "encapsulated": "Tumour capsule",
    "diffuse": "Diffuse type",
    "vp": "Portal vein invasion (Vp)",
    "hepatic_vein_invasion": "Hepatic vein invasion",
    "inferior_vena_cava_invasion": "Inferior vena cava invasion",
    "lymph_node_metastasis": "Lymph node metastasis",
    "extrahepatic_metastasis": "Extrahepatic metastasis",
    "unresectable": "Unresectable",
    "other_malignancy": "Other malignancy",
    "prior_treatment": "Prior treatment",
    "planned_haic_cycles": "Planned HAIC cycles",
    "life_expectancy_under_3_months": "Life expectancy under 3 months",
    "uncorrectable_organ_dysfunction": "Uncorrectable organ dysfunction",
    "ct_date": "Date of CT",
    "biopsy_date": "Date of biopsy",
    "treatment_date": "Date of treatment",
    "liver_function_date": "Date of liver function tests",
    "afp_date": "Date of AFP",
    "crp_date": "Date of CRP",
    "bclc_confirmed": "BCLC stage, confirmed by the reader",
    "previous_session": "Previous session",
}
"""Field of the clinical row to its English label, the key of the catalogue."""

FIELD_UNITS: dict[str, str] = {
    "age_years": "years",
    "bilirubin_umol_per_l": "µmol/L",
    "albumin_g_per_l": "g/L",
    "platelets_10e9_per_l": "×10⁹/L",
    "ast_u_per_l": "U/L",
    "alt_u_per_l": "U/L",
    "crp_mg_per_l": "mg/L",
    "afp_ng_per_ml": "ng/mL",
    "largest_tumour_diameter_mm": "mm",
}
"""Unit of each field that has one."""

DATED_BY: dict[str, str] = {
    "ascites": "liver_function_date",
    "encephalopathy_grade": "liver_function_date",
    "bilirubin_umol_per_l": "liver_function_date",
    "albumin_g_per_l": "liver_function_date",
    "inr": "liver_function_date",
    "platelets_10e9_per_l": "liver_function_date",
    "ast_u_per_l": "liver_function_date",
    "alt_u_per_l": "liver_function_date",
    "afp_ng_per_ml": "afp_date",
    "crp_mg_per_l": "crp_date",
}
"""The date field that dates a value."""

VALUE_LABELS: dict[str, str] = {
    "none": "none",
    "hbv": "HBV",
    "hcv": "HCV",
    "hbv+hcv": "HBV and HCV",
    "mild": "mild",
    "moderate_or_severe": "moderate or severe",
    "vp1": "Vp1",
    "vp2": "Vp2",
    "vp3": "Vp3",
    "vp4": "Vp4",
    "resection": "resection",
    "ablation": "ablation",
    "tace": "TACE",
    "haic": "HAIC",
    "systemic": "systemic treatment",
    "other": "other",
    "male": "male",
    "female": "female",
    "cr": "CR",
    "pr": "PR",
    "sd": "SD",
    "pd": "PD",
}
"""Word of a file to the word on paper."""

PREVIOUS_SESSION_LABELS: dict[str, str] = {
    "ast_before_u_per_l": "AST before",
    "ast_after_u_per_l": "AST after",
    "child_pugh_before": "Child-Pugh before",
    "child_pugh_after": "Child-Pugh after",
    "radiological_response": "mRECIST response",
}
"""Fields of the session before."""

RULE_LABELS: dict[str, str] = {
    "regimen": "Regimen",
    "regimens": "Regimen",
    "child_pugh": "Child-Pugh",
    "cnlc": "CNLC stage",
    "bclc": "BCLC stage",
    "roi_volume_ml": "Tumour region volume",
    "roi_slices": "Slices with tumour region",
    "ct_days_before_treatment": "CT to planned treatment",
    "scanners": "Scanner",
    "contrast_enhanced": "Contrast-enhanced CT",
    "um_per_px": "Slide resolution",
    "bag_patches": "Number of patches",
    "largest_tumour_diameter_cm": "Largest tumour diameter in cm",
    "child_pugh_class": "Child-Pugh class",
    "albi_grade": "ALBI grade",
    "bclc_stage": "BCLC stage",
    "cnlc_stage": "CNLC stage",
    "responded": "Objective response",
    "mrecist": "Response (mRECIST)",
    "centre": "Centre",
    "arm": "Arm",
}
"""Applicability rules, inputs of scores and columns of a cohort that are no fields of the clinical row."""
