<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Analysis</name>
    <message>
        <source>Wait until the files are read.</source>
        <translation>请等待文件读取完成。</translation>
    </message>
    <message>
        <source>Mend the marked fields of the form first.</source>
        <translation>请先更正表单中标出的字段。</translation>
    </message>
    <message>
        <source>The inputs name different patients: mend it, or give a reason on the Case screen.</source>
        <translation>各输入属于不同患者：请更正，或在“病例”页填写理由。</translation>
    </message>
    <message>
        <source>Analysing the case</source>
        <translation>正在分析病例</translation>
    </message>
</context>
<context>
    <name>ApplicabilityCard</name>
    <message>
        <source>inside its scope</source>
        <translation>在适用范围内</translation>
    </message>
    <message>
        <source>partly inside its scope</source>
        <translation>部分在适用范围内</translation>
    </message>
    <message>
        <source>outside its scope</source>
        <translation>超出适用范围</translation>
    </message>
    <message>
        <source>Applicability</source>
        <translation>适用性</translation>
    </message>
    <message>
        <source>All rules</source>
        <translation>全部规则</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>⚠ DEMONSTRATION MODELS</source>
        <translation>⚠ 演示模型</translation>
    </message>
    <message>
        <source>Trained on synthetic patients: their numbers say nothing about a real one.</source>
        <translation>由合成患者训练而成：其数值不能说明任何真实患者的情况。</translation>
    </message>
    <message>
        <source>Planned treatment</source>
        <translation>计划治疗方案</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>No patient yet</source>
        <translation>尚无患者</translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation>ID {id}</translation>
    </message>
    <message>
        <source>M</source>
        <translation>男</translation>
    </message>
    <message>
        <source>F</source>
        <translation>女</translation>
    </message>
    <message>
        <source>{age} y</source>
        <translation>{age} 岁</translation>
    </message>
</context>
<context>
    <name>CaseLoader</name>
    <message>
        <source>Looking through files</source>
        <translation>正在查找文件</translation>
    </message>
    <message>
        <source>Making the sample patient</source>
        <translation>正在生成示例患者</translation>
    </message>
    <message>
        <source>Reading the clinical row</source>
        <translation>正在读取临床数据</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>内容为空</translation>
    </message>
    <message>
        <source>Nothing here can be used: {reason}.</source>
        <translation>此处没有可用内容：{reason}。</translation>
    </message>
    <message>
        <source>Give a CT folder, a tumour mask, a slide, an outline, or a clinical row.</source>
        <translation>请提供 CT 文件夹、肿瘤掩膜、切片、勾画文件或临床数据。</translation>
    </message>
    <message>
        <source>Reading the CT</source>
        <translation>正在读取 CT</translation>
    </message>
    <message>
        <source>Reading the slide</source>
        <translation>正在读取切片</translation>
    </message>
</context>
<context>
    <name>CaseScreen</name>
    <message>
        <source>Folder with the CT</source>
        <translation>CT 文件夹</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Tumour masks (*.nii *.nii.gz *.nrrd *.nhdr *.dcm)</source>
        <translation>肿瘤掩膜 (*.nii *.nii.gz *.nrrd *.nhdr *.dcm)</translation>
    </message>
    <message>
        <source>Slides (*.svs *.ndpi *.mrxs *.scn *.bif *.tif *.tiff *.dcm)</source>
        <translation>切片 (*.svs *.ndpi *.mrxs *.scn *.bif *.tif *.tiff *.dcm)</translation>
    </message>
    <message>
        <source>Outlines (*.xml *.geojson *.json)</source>
        <translation>勾画文件 (*.xml *.geojson *.json)</translation>
    </message>
    <message>
        <source>Clinical row (*.json *.csv)</source>
        <translation>临床数据 (*.json *.csv)</translation>
    </message>
    <message>
        <source>Import clinical row</source>
        <translation>导入临床数据</translation>
    </message>
    <message>
        <source>Why do these inputs belong to one patient? The reason is recorded in the result.</source>
        <translation>为何这些输入属于同一患者？理由将记录在结果中。</translation>
    </message>
    <message>
        <source>Different patients</source>
        <translation>患者不一致</translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message>
        <source>has everything it needs</source>
        <translation>所需资料齐全</translation>
    </message>
    <message>
        <source>Import clinical row …</source>
        <translation>导入临床数据…</translation>
    </message>
    <message>
        <source>Try the sample patient</source>
        <translation>试用示例患者</translation>
    </message>
    <message>
        <source>No model is installed.</source>
        <translation>未安装模型。</translation>
    </message>
    <message>
        <source>Going on: {reason}</source>
        <translation>继续，理由：{reason}</translation>
    </message>
    <message>
        <source>Go on, with a reason …</source>
        <translation>填写理由后继续…</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Drop folders and files anywhere in the window.</source>
        <translation>可将文件夹和文件拖放到窗口任意位置。</translation>
    </message>
    <message>
        <source>Clinical row</source>
        <translation>临床数据</translation>
    </message>
    <message>
        <source>Unknown is not “no”: leave it unknown.</source>
        <translation>“未知”不等于“否”：不清楚请保留未知。</translation>
    </message>
    <message>
        <source>Still missing</source>
        <translation>尚缺资料</translation>
    </message>
    <message>
        <source>Published scores</source>
        <translation>已发表评分</translation>
    </message>
</context>
<context>
    <name>ChoiceEditor</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>ClinicalForm</name>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>患者 ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>years</source>
        <translation>岁</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>ECOG</source>
        <translation>ECOG</translation>
    </message>
    <message>
        <source>Other malignancy</source>
        <translation>其他恶性肿瘤</translation>
    </message>
    <message>
        <source>Life expectancy &lt; 3 months</source>
        <translation>预期生存 &lt; 3 个月</translation>
    </message>
    <message>
        <source>Uncorrectable organ dysfunction</source>
        <translation>不可纠正的器官功能障碍</translation>
    </message>
    <message>
        <source>Liver function</source>
        <translation>肝功能</translation>
    </message>
    <message>
        <source>Hepatitis</source>
        <translation>病毒性肝炎</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Cirrhosis</source>
        <translation>肝硬化</translation>
    </message>
    <message>
        <source>Ascites</source>
        <translation>腹水</translation>
    </message>
    <message>
        <source>mild</source>
        <translation>轻度</translation>
    </message>
    <message>
        <source>moderate or severe</source>
        <translation>中度或重度</translation>
    </message>
    <message>
        <source>Encephalopathy</source>
        <translation>肝性脑病</translation>
    </message>
    <message>
        <source>Bilirubin</source>
        <translation>胆红素</translation>
    </message>
    <message>
        <source>Albumin</source>
        <translation>白蛋白</translation>
    </message>
    <message>
        <source>INR</source>
        <translation>INR</translation>
    </message>
    <message>
        <source>Platelets</source>
        <translation>血小板</translation>
    </message>
    <message>
        <source>Liver tests on</source>
        <translation>肝功能日期</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>肿瘤</translation>
    </message>
    <message>
        <source>Largest diameter</source>
        <translation>最大直径</translation>
    </message>
    <message>
        <source>Number of tumours</source>
        <translation>肿瘤数目</translation>
    </message>
    <message>
        <source>Confined to one lobe</source>
        <translation>局限于一叶</translation>
    </message>
    <message>
        <source>Capsule</source>
        <translation>包膜</translation>
    </message>
    <message>
        <source>Diffuse type</source>
        <translation>弥漫型</translation>
    </message>
    <message>
        <source>CT on</source>
        <translation>CT 日期</translation>
    </message>
    <message>
        <source>Biopsy on</source>
        <translation>活检日期</translation>
    </message>
    <message>
        <source>Vessels and spread</source>
        <translation>血管与转移</translation>
    </message>
    <message>
        <source>Portal vein (Vp)</source>
        <translation>门静脉 (Vp)</translation>
    </message>
    <message>
        <source>Hepatic vein</source>
        <translation>肝静脉</translation>
    </message>
    <message>
        <source>Inferior vena cava</source>
        <translation>下腔静脉</translation>
    </message>
    <message>
        <source>Lymph nodes</source>
        <translation>淋巴结</translation>
    </message>
    <message>
        <source>Extrahepatic spread</source>
        <translation>肝外转移</translation>
    </message>
    <message>
        <source>Unresectable</source>
        <translation>不可切除</translation>
    </message>
    <message>
        <source>Markers</source>
        <translation>肿瘤标志物</translation>
    </message>
    <message>
        <source>AFP on</source>
        <translation>AFP 日期</translation>
    </message>
    <message>
        <source>CRP on</source>
        <translation>CRP 日期</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>治疗计划</translation>
    </message>
    <message>
        <source>Prior treatment</source>
        <translation>既往治疗</translation>
    </message>
    <message>
        <source>resection</source>
        <translation>切除</translation>
    </message>
    <message>
        <source>ablation</source>
        <translation>消融</translation>
    </message>
    <message>
        <source>systemic</source>
        <translation>系统治疗</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Planned HAIC cycles</source>
        <translation>计划 HAIC 周期</translation>
    </message>
    <message>
        <source>Treatment on</source>
        <translation>治疗日期</translation>
    </message>
    <message>
        <source>Session before</source>
        <translation>上一次治疗</translation>
    </message>
    <message>
        <source>AST before</source>
        <translation>术前 AST</translation>
    </message>
    <message>
        <source>AST after</source>
        <translation>术后 AST</translation>
    </message>
    <message>
        <source>Child-Pugh before</source>
        <translation>术前 Child-Pugh</translation>
    </message>
    <message>
        <source>Child-Pugh after</source>
        <translation>术后 Child-Pugh</translation>
    </message>
    <message>
        <source>mRECIST</source>
        <translation>mRECIST</translation>
    </message>
    <message>
        <source>Write the date as 2024-01-31.</source>
        <translation>日期请写作 2024-01-31。</translation>
    </message>
    <message>
        <source>The year cannot be right.</source>
        <translation>年份不正确。</translation>
    </message>
    <message>
        <source>Write a number, with a point for decimals.</source>
        <translation>请填写数字，小数点用“.”。</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>请填写整数。</translation>
    </message>
    <message>
        <source>Outside {range}.</source>
        <translation>超出 {range}。</translation>
    </message>
    <message>
        <source>Mend the field, or empty it: it counts as unknown now.</source>
        <translation>请更正或清空该字段；目前按未知处理。</translation>
    </message>
</context>
<context>
    <name>CtInspector</name>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Lesions</source>
        <translation>病灶</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>No tumour region yet. Drop a mask (NIfTI, NRRD, DICOM SEG) of this CT on the window.</source>
        <translation>尚无肿瘤区域。请将此 CT 的掩膜（NIfTI、NRRD、DICOM SEG）拖放到窗口。</translation>
    </message>
    <message>
        <source>Go to its middle</source>
        <translation>转到病灶中心</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>1–5 window · wheel or ↑ ↓ slice (Shift ×10)
drag: window · middle: pan · right: zoom
click or Shift+move: crosshair
W window · T pan · Z zoom · H crosshair
A outlines · X crosshair · I invert · R reset
double-click: fill the screen</source>
        <translation>1–5 窗 · 滚轮或 ↑ ↓ 翻层（Shift ×10）
左键拖动：调窗 · 中键：平移 · 右键：缩放
单击或 Shift+移动：十字线
W 调窗 · T 平移 · Z 缩放 · H 十字线
A 轮廓 · X 显示十字线 · I 反相 · R 复位
双击：放大视图</translation>
    </message>
</context>
<context>
    <name>CtScreen</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name of the lesion</source>
        <translation>病灶名称</translation>
    </message>
    <message>
        <source>No model will be given this series.</source>
        <translation>此序列不会提供给任何模型。</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>期相</translation>
    </message>
    <message>
        <source>not told by the headers</source>
        <translation>文件头未说明</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Voxel</source>
        <translation>体素</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>重建核</translation>
    </message>
    <message>
        <source>Good for</source>
        <translation>可用于</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>looking at</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>looking at and measuring</source>
        <translation>浏览、测量</translation>
    </message>
    <message>
        <source>looking at, measuring, models</source>
        <translation>浏览、测量、模型分析</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>{volume} ml · longest axial Ø {axial} mm · largest Ø {largest} mm · {n} slices</source>
        <translation>{volume} ml · 轴位最长径 {axial} mm · 三维最大径 {largest} mm · {n} 层</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>测量中…</translation>
    </message>
</context>
<context>
    <name>CtView</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名 {name}</translation>
    </message>
    <message>
        <source>Axial</source>
        <translation>轴位</translation>
    </message>
    <message>
        <source>Coronal</source>
        <translation>冠状位</translation>
    </message>
    <message>
        <source>Sagittal</source>
        <translation>矢状位</translation>
    </message>
    <message>
        <source>Slices with lesions: {plane}</source>
        <translation>病灶所在层：{plane}</translation>
    </message>
    <message>
        <source>No CT yet</source>
        <translation>尚无 CT</translation>
    </message>
    <message>
        <source>Drop a folder with a DICOM CT here, with its tumour mask, or choose them on the Case screen.</source>
        <translation>请将 DICOM CT 文件夹及其肿瘤掩膜拖放到此处，或在“病例”页选择。</translation>
    </message>
    <message>
        <source>Go to the Case screen</source>
        <translation>转到“病例”页</translation>
    </message>
    <message>
        <source>Window (W)</source>
        <translation>调窗 (W)</translation>
    </message>
    <message>
        <source>Pan (T)</source>
        <translation>平移 (T)</translation>
    </message>
    <message>
        <source>Zoom (Z)</source>
        <translation>缩放 (Z)</translation>
    </message>
    <message>
        <source>Crosshair (H)</source>
        <translation>十字线 (H)</translation>
    </message>
    <message>
        <source>Outlines (A)</source>
        <translation>轮廓 (A)</translation>
    </message>
    <message>
        <source>Show crosshair (X)</source>
        <translation>显示十字线 (X)</translation>
    </message>
    <message>
        <source>Invert (I)</source>
        <translation>反相 (I)</translation>
    </message>
    <message>
        <source>Reset (R)</source>
        <translation>复位 (R)</translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation>软组织</translation>
    </message>
    <message>
        <source>Lung</source>
        <translation>肺</translation>
    </message>
    <message>
        <source>Liver</source>
        <translation>肝脏</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>骨</translation>
    </message>
    <message>
        <source>Brain</source>
        <translation>脑</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
</context>
<context>
    <name>FigureStrip</name>
    <message>
        <source>What was looked at</source>
        <translation>所用图像</translation>
    </message>
    <message>
        <source>No pictures: neither a region on CT nor one on a slide.</source>
        <translation>无图像：CT 与切片上均无区域。</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>放大</translation>
    </message>
</context>
<context>
    <name>InputTile</name>
    <message>
        <source>Add …</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Take out of the case</source>
        <translation>从病例中移除</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
</context>
<context>
    <name>InputTiles</name>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>A folder with the DICOM series.</source>
        <translation>含 DICOM 序列的文件夹。</translation>
    </message>
    <message>
        <source>Tumour region</source>
        <translation>肿瘤区域</translation>
    </message>
    <message>
        <source>NIfTI, NRRD or DICOM SEG on this CT.</source>
        <translation>此 CT 上的 NIfTI、NRRD 或 DICOM SEG。</translation>
    </message>
    <message>
        <source>Biopsy slide</source>
        <translation>活检切片</translation>
    </message>
    <message>
        <source>SVS, NDPI, MRXS, SCN, TIFF or DICOM.</source>
        <translation>SVS、NDPI、MRXS、SCN、TIFF 或 DICOM。</translation>
    </message>
    <message>
        <source>Outlined tissue</source>
        <translation>勾画组织</translation>
    </message>
    <message>
        <source>ASAP XML or QuPath GeoJSON.</source>
        <translation>ASAP XML 或 QuPath GeoJSON。</translation>
    </message>
    <message>
        <source>Series without a name</source>
        <translation>未命名序列</translation>
    </message>
    <message>
        <source>Native</source>
        <translation>平扫</translation>
    </message>
    <message>
        <source>Arterial</source>
        <translation>动脉期</translation>
    </message>
    <message>
        <source>Portal venous</source>
        <translation>门静脉期</translation>
    </message>
    <message>
        <source>Delayed</source>
        <translation>延迟期</translation>
    </message>
    <message>
        <source>Which series?</source>
        <translation>选择哪个序列？</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>选择哪个文件？</translation>
    </message>
    <message>
        <source>Which label is the tumour?</source>
        <translation>哪个标签是肿瘤？</translation>
    </message>
    <message>
        <source>Which slide?</source>
        <translation>选择哪张切片？</translation>
    </message>
    <message>
        <source>outlines: {n}</source>
        <translation>勾画区域：{n}</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>无问题</translation>
    </message>
    <message>
        <source>1 problem  ▴</source>
        <translation>1 个问题  ▴</translation>
    </message>
    <message>
        <source>{count} problems  ▴</source>
        <translation>{count} 个问题  ▴</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>剩余 {seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s left</source>
        <translation>剩余 {minutes} 分 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>新建病例</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>About hccdesk</source>
        <translation>关于 hccdesk</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Folder of the patient</source>
        <translation>患者文件夹</translation>
    </message>
    <message>
        <source>hccdesk {version}

CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour board.

Research use. Demonstration models are trained on synthetic patients: their numbers say nothing about a real one. Everything runs on this computer; nothing is sent anywhere.</source>
        <translation>hccdesk {version}

由不可切除肝细胞癌的 CT、活检切片和化验结果生成供肿瘤多学科讨论的报告。

仅供研究使用。演示模型由合成患者训练而成：其数值不能说明任何真实患者的情况。全部计算在本机完成，不向任何地方发送数据。</translation>
    </message>
</context>
<context>
    <name>NomogramView</name>
    <message>
        <source>Nomogram: {total} points in all</source>
        <translation>列线图：总分 {total}</translation>
    </message>
</context>
<context>
    <name>ProblemBoard</name>
    <message>
        <source>The program has a fault here ({kind}).</source>
        <translation>程序在此处出错（{kind}）。</translation>
    </message>
    <message>
        <source>Your work is kept. The place of the fault is in the log; please report it.</source>
        <translation>您的工作已保留。出错位置已写入日志，请予以反馈。</translation>
    </message>
</context>
<context>
    <name>ProblemPanel</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>前往</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>in work</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
</context>
<context>
    <name>ReportScreen</name>
    <message>
        <source>Save PDF …</source>
        <translation>保存 PDF…</translation>
    </message>
    <message>
        <source>Save everything …</source>
        <translation>全部保存…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在生成报告</translation>
    </message>
    <message>
        <source>Saved {time}: {path}</source>
        <translation>已保存 {time}：{path}</translation>
    </message>
    <message>
        <source>Not saved; the problem list says why.</source>
        <translation>未保存；原因见问题列表。</translation>
    </message>
    <message>
        <source>Save PDF</source>
        <translation>保存 PDF</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Folder for report, result and pictures</source>
        <translation>报告、结果与图像的文件夹</translation>
    </message>
    <message>
        <source>Nothing to report yet</source>
        <translation>尚无可报告内容</translation>
    </message>
    <message>
        <source>The report is made from a result. Analyse the case first.</source>
        <translation>报告由结果生成。请先分析病例。</translation>
    </message>
    <message>
        <source>Go to the results</source>
        <translation>转到“结果”页</translation>
    </message>
    <message>
        <source>▲ The inputs have changed since this result was made. Analyse again first.</source>
        <translation>▲ 得出此结果后输入已更改。请先重新分析。</translation>
    </message>
    <message>
        <source>Report for the tumour board</source>
        <translation>肿瘤多学科讨论报告</translation>
    </message>
    <message>
        <source>Page 1: summary, both response models, progression-free survival, applicability, signatures. Page 2: key images, curve, nomogram. Annexes: inputs, models, traceability, limitations.</source>
        <translation>第 1 页：摘要、两个疗效模型、无进展生存、适用性、签名。第 2 页：关键图像、曲线、列线图。附件：输入、模型、溯源、局限性。</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>报告语言</translation>
    </message>
</context>
<context>
    <name>ResponseCard</name>
    <message>
        <source>⚠ DEMONSTRATION</source>
        <translation>⚠ 演示</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>CT · response</source>
        <translation>CT · 疗效</translation>
    </message>
    <message>
        <source>probability of objective response</source>
        <translation>客观缓解概率</translation>
    </message>
    <message>
        <source>{n} slices, each {low} to {high}</source>
        <translation>{n} 层，各层 {low} 至 {high}</translation>
    </message>
    <message>
        <source>Biopsy · HAIM</source>
        <translation>活检 · HAIM</translation>
    </message>
    <message>
        <source>post-treatment risk score (PRPS)</source>
        <translation>治疗后风险预测评分 (PRPS)</translation>
    </message>
    <message>
        <source>{kept} patches used, {dropped} left out</source>
        <translation>使用 {kept} 个图块，剔除 {dropped} 个</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>favours response</source>
        <translation>倾向缓解</translation>
    </message>
    <message>
        <source>favours no response</source>
        <translation>倾向不缓解</translation>
    </message>
    <message>
        <source>threshold {threshold} · higher favours response</source>
        <translation>阈值 {threshold} · 越高越倾向缓解</translation>
    </message>
    <message>
        <source>threshold {threshold} · lower favours response</source>
        <translation>阈值 {threshold} · 越低越倾向缓解</translation>
    </message>
    <message>
        <source>Made for another regimen than the planned one: do not act on it.</source>
        <translation>此模型针对的治疗方案与计划不同：请勿据此决策。</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分值</translation>
    </message>
    <message>
        <source>Total points</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>{months}-month PFS</source>
        <translation>{months} 个月 PFS</translation>
    </message>
    <message>
        <source>Progression-free survival</source>
        <translation>无进展生存</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 个月</translation>
    </message>
    <message>
        <source>Nomogram</source>
        <translation>列线图</translation>
    </message>
    <message>
        <source>* off the ruler: drawn at its end, counted in full</source>
        <translation>* 超出标尺：画在末端，按实际值计分</translation>
    </message>
    <message>
        <source>⚠ DEMONSTRATION</source>
        <translation>⚠ 演示</translation>
    </message>
    <message>
        <source>Of 100 such patients about {n} are free of progression at {months} months.</source>
        <translation>100 名此类患者中约 {n} 名在 {months} 个月时无进展。</translation>
    </message>
    <message>
        <source>Median not reached within the observed time.</source>
        <translation>观察期内未达到中位数。</translation>
    </message>
    <message>
        <source>Median {months} months.</source>
        <translation>中位数 {months} 个月。</translation>
    </message>
    <message>
        <source>months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>free of progression</source>
        <translation>无进展比例</translation>
    </message>
    <message>
        <source>{months} months: {probability}</source>
        <translation>{months} 个月：{probability}</translation>
    </message>
</context>
<context>
    <name>ResultsScreen</name>
    <message>
        <source>CT with region</source>
        <translation>CT 及肿瘤区域</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>no CT</source>
        <translation>无 CT</translation>
    </message>
    <message>
        <source>slide with outline</source>
        <translation>切片及勾画</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>no slide</source>
        <translation>无切片</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>To the report</source>
        <translation>转到报告</translation>
    </message>
    <message>
        <source>Analysing; progress is shown at the bottom. You can go on working.</source>
        <translation>正在分析；进度显示在底部，您可以继续工作。</translation>
    </message>
    <message>
        <source>▲ The inputs have changed since this result was made. Analyse again before you use it.</source>
        <translation>▲ 得出此结果后输入已更改。使用前请重新分析。</translation>
    </message>
    <message>
        <source>Made {time} with hccdesk {version}{where} · {models}</source>
        <translation>{time} 由 hccdesk {version} 生成{where} · {models}</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Fastest device</source>
        <translation>最快设备</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>尚无结果</translation>
    </message>
    <message>
        <source>Press Analyse. Whatever can be computed from what is there will be; the rest will say why not.</source>
        <translation>请按“分析”。凡现有资料能算出的都会计算，其余会说明原因。</translation>
    </message>
    <message>
        <source>Published scores</source>
        <translation>已发表评分</translation>
    </message>
</context>
<context>
    <name>ScoreList</name>
    <message>
        <source>Not computed: {names}. The Case screen says why.</source>
        <translation>未计算：{names}。原因见“病例”页。</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Checking the models</source>
        <translation>正在检查模型</translation>
    </message>
</context>
<context>
    <name>SlideCanvas</name>
    <message>
        <source>µm/px unknown</source>
        <translation>µm/px 未知</translation>
    </message>
</context>
<context>
    <name>SlideScreen</name>
    <message>
        <source>Outline</source>
        <translation>勾画区域</translation>
    </message>
    <message>
        <source>not told by the file</source>
        <translation>文件未说明</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>物镜</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>勾画区域</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The file misstates its colours; they are put right here.</source>
        <translation>文件误报颜色；此处已更正。</translation>
    </message>
    <message>
        <source>No slide yet</source>
        <translation>尚无切片</translation>
    </message>
    <message>
        <source>Drop a whole-slide image of the biopsy here, with its outline, or choose them on the Case screen.</source>
        <translation>请将活检全切片图像及其勾画文件拖放到此处，或在“病例”页选择。</translation>
    </message>
    <message>
        <source>Go to the Case screen</source>
        <translation>转到“病例”页</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Whole slide</source>
        <translation>整张切片</translation>
    </message>
    <message>
        <source>wheel, + −: zoom · drag, arrows: pan
R whole slide · G go to the outline · A outline on and off</source>
        <translation>滚轮、+ −：缩放 · 拖动、方向键：平移
R 整张切片 · G 转到勾画区域 · A 显示/隐藏勾画</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Reading headers</source>
        <translation>读取文件头</translation>
    </message>
    <message>
        <source>Reading CT slices</source>
        <translation>读取 CT 层面</translation>
    </message>
    <message>
        <source>CT slices</source>
        <translation>CT 层面</translation>
    </message>
    <message>
        <source>Reading patches</source>
        <translation>读取图块</translation>
    </message>
    <message>
        <source>Looking for slides</source>
        <translation>查找切片</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Slide: reading</source>
        <translation>切片：读取中</translation>
    </message>
    <message>
        <source>Slide: read</source>
        <translation>切片：已读取</translation>
    </message>
    <message>
        <source>Slide: patches</source>
        <translation>切片：图块</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>CT files</source>
        <translation>CT 文件</translation>
    </message>
    <message>
        <source>biopsy slide</source>
        <translation>活检切片</translation>
    </message>
    <message>
        <source>clinical row</source>
        <translation>临床数据</translation>
    </message>
    <message>
        <source>sample patient</source>
        <translation>示例患者</translation>
    </message>
</context>
<context>
    <name>TypedEditor</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Write the date as 2024-01-31.</source>
        <translation>日期请写作 2024-01-31。</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>clinical row</source>
        <translation>临床数据</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>切片</translation>
    </message>
</context>
<context>
    <name>YesNoEditor</name>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
</TS>
