<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutWindow</name>
    <message>
        <source>About hccdesk</source>
        <translation>关于 hccdesk</translation>
    </message>
    <message>
        <source>Check the models now</source>
        <translation>立即检查模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查内容</translation>
    </message>
    <message>
        <source>Checking; this takes a moment.</source>
        <translation>正在检查，请稍候。</translation>
    </message>
    <message>
        <source>Checking the models</source>
        <translation>检查模型</translation>
    </message>
    <message>
        <source>{passed} of {all} checks passed, {time}.</source>
        <translation>{all} 项检查中 {passed} 项通过，{time}。</translation>
    </message>
    <message>
        <source>✓ passed</source>
        <translation>✓ 通过</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ 未通过</translation>
    </message>
    <message>
        <source>The check could not be run.</source>
        <translation>无法执行检查。</translation>
    </message>
    <message>
        <source>CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour board. Research use. Demonstration models are trained on synthetic patients: their numbers say nothing about a real one. Everything runs on this computer; nothing is sent anywhere unless you set a PACS up.</source>
        <translation>把不可切除肝细胞癌患者的 CT、活检切片和化验结果汇成供肿瘤会诊使用的报告。仅供研究。演示模型由合成患者训练：其数值对真实患者没有意义。一切在本机运行；除非您设置 PACS，不向任何地方发送数据。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Selftest</source>
        <translation>自检</translation>
    </message>
    <message>
        <source>Libraries and licences</source>
        <translation>程序库与许可</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>synthetic patients (demonstration)</source>
        <translation>合成患者（演示）</translation>
    </message>
    <message>
        <source>a public cohort</source>
        <translation>公开队列</translation>
    </message>
    <message>
        <source>this site's patients</source>
        <translation>本院患者</translation>
    </message>
    <message>
        <source>▲ not used</source>
        <translation>▲ 未使用</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
</context>
<context>
    <name>ActTable</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
</context>
<context>
    <name>ActsPanel</name>
    <message>
        <source>Save PDF …</source>
        <translation>保存 PDF…</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Open PDF</source>
        <translation>打开 PDF</translation>
    </message>
    <message>
        <source>Save everything …</source>
        <translation>全部保存…</translation>
    </message>
    <message>
        <source>Into the chart …</source>
        <translation>归入病历…</translation>
    </message>
    <message>
        <source>The pages as they are shown, as a file</source>
        <translation>将所示页面保存为文件</translation>
    </message>
    <message>
        <source>The pages as they are shown, on a printer (Ctrl+P)</source>
        <translation>用打印机打印所示页面 (Ctrl+P)</translation>
    </message>
    <message>
        <source>The report, result.json and the figures, into a folder</source>
        <translation>将报告、result.json 与图像保存到文件夹</translation>
    </message>
    <message>
        <source>Report, regions and measurements as DICOM and FHIR: to a folder or a PACS</source>
        <translation>将报告、区域和测量结果以 DICOM 和 FHIR 保存到文件夹或发送到 PACS</translation>
    </message>
    <message>
        <source>The file saved last, in the system's own viewer</source>
        <translation>用系统自带的阅读器打开最近保存的文件</translation>
    </message>
    <message>
        <source>Save the PDF first.</source>
        <translation>请先保存 PDF。</translation>
    </message>
</context>
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
        <source>It needs a CT with a tumour region.</source>
        <translation>需要带肿瘤区域的 CT。</translation>
    </message>
    <message>
        <source>It needs a slide with an outline.</source>
        <translation>需要带勾画的切片。</translation>
    </message>
    <message>
        <source>Analysing the case</source>
        <translation>正在分析病例</translation>
    </message>
    <message>
        <source>Analysing the CT</source>
        <translation>正在分析 CT</translation>
    </message>
    <message>
        <source>Analysing the slide</source>
        <translation>正在分析切片</translation>
    </message>
    <message>
        <source>Computing PFS and scores</source>
        <translation>正在计算 PFS 与评分</translation>
    </message>
</context>
<context>
    <name>ApplicabilityCard</name>
    <message>
        <source>Applicability: may the model speak about this patient?</source>
        <translation>适用性：模型能否用于该患者？</translation>
    </message>
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
        <source>No model that speaks about patients is installed.</source>
        <translation>未安装可用于患者的模型。</translation>
    </message>
    <message>
        <source>■ STOP: its number is withheld</source>
        <translation>■ 停止：不给出其数值</translation>
    </message>
    <message>
        <source>{met} of {all} rules are met</source>
        <translation>{all} 条规则中符合 {met} 条</translation>
    </message>
    <message>
        <source>{n} more not met or unknown</source>
        <translation>另有 {n} 条不符合或未知</translation>
    </message>
    <message>
        <source>All rules</source>
        <translation>全部规则</translation>
    </message>
</context>
<context>
    <name>AuditActs</name>
    <message>
        <source>Library made</source>
        <translation>建立病例库</translation>
    </message>
    <message>
        <source>Library opened</source>
        <translation>打开病例库</translation>
    </message>
    <message>
        <source>Library backed up</source>
        <translation>备份病例库</translation>
    </message>
    <message>
        <source>Library encrypted</source>
        <translation>加密病例库</translation>
    </message>
    <message>
        <source>Library decrypted</source>
        <translation>解除病例库加密</translation>
    </message>
    <message>
        <source>Passphrase changed</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>Case saved</source>
        <translation>保存病例</translation>
    </message>
    <message>
        <source>Case opened</source>
        <translation>打开病例</translation>
    </message>
    <message>
        <source>Case imported</source>
        <translation>导入病例</translation>
    </message>
    <message>
        <source>Case exported</source>
        <translation>导出病例</translation>
    </message>
    <message>
        <source>Case put back</source>
        <translation>放回病例</translation>
    </message>
    <message>
        <source>Case deleted for good</source>
        <translation>永久删除病例</translation>
    </message>
    <message>
        <source>Input read</source>
        <translation>读取输入文件</translation>
    </message>
    <message>
        <source>Library layout renewed</source>
        <translation>升级病例库结构</translation>
    </message>
    <message>
        <source>Restored from a backup</source>
        <translation>从备份恢复病例库</translation>
    </message>
    <message>
        <source>Case taken from the list</source>
        <translation>从列表移除病例</translation>
    </message>
    <message>
        <source>Input copied</source>
        <translation>复制输入文件到病例库</translation>
    </message>
    <message>
        <source>Input found changed</source>
        <translation>发现输入文件已改变</translation>
    </message>
    <message>
        <source>Clinical values edited</source>
        <translation>编辑临床数据</translation>
    </message>
    <message>
        <source>BCLC stage confirmed</source>
        <translation>BCLC 分期已确认</translation>
    </message>
    <message>
        <source>Regions edited</source>
        <translation>编辑勾画区域</translation>
    </message>
    <message>
        <source>Analysed</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Warning overridden</source>
        <translation>越过警告</translation>
    </message>
    <message>
        <source>Report written</source>
        <translation>生成报告</translation>
    </message>
    <message>
        <source>Opinion given</source>
        <translation>给出意见</translation>
    </message>
    <message>
        <source>Result revealed</source>
        <translation>结果已揭示</translation>
    </message>
    <message>
        <source>Decision recorded</source>
        <translation>决定已记录</translation>
    </message>
    <message>
        <source>Decision signed</source>
        <translation>决定已签名</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Delivery failed</source>
        <translation>送达失败</translation>
    </message>
    <message>
        <source>PACS set up or removed</source>
        <translation>PACS 设置变更</translation>
    </message>
    <message>
        <source>Images fetched</source>
        <translation>已获取图像</translation>
    </message>
    <message>
        <source>Screen locked</source>
        <translation>锁定屏幕</translation>
    </message>
    <message>
        <source>Screen unlocked</source>
        <translation>解锁屏幕</translation>
    </message>
    <message>
        <source>Selftest run</source>
        <translation>运行自检</translation>
    </message>
    <message>
        <source>Cohort scored</source>
        <translation>队列评分</translation>
    </message>
    <message>
        <source>Model installed</source>
        <translation>安装模型</translation>
    </message>
    <message>
        <source>Model removed</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Key trusted</source>
        <translation>信任密钥</translation>
    </message>
    <message>
        <source>Key no longer trusted</source>
        <translation>不再信任密钥</translation>
    </message>
    <message>
        <source>Audit trail exported</source>
        <translation>导出审计记录</translation>
    </message>
    <message>
        <source>An act of a newer version</source>
        <translation>较新版本的操作</translation>
    </message>
</context>
<context>
    <name>AuditWindow</name>
    <message>
        <source>Audit trail</source>
        <translation>审计记录</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>核查</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Read the acts again (F5)</source>
        <translation>重新读取操作（F5）</translation>
    </message>
    <message>
        <source>Reading the acts …</source>
        <translation>正在读取操作……</translation>
    </message>
    <message>
        <source>Writing the audit trail …</source>
        <translation>正在写出审计记录……</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON Lines (*.jsonl)</source>
        <translation>表格 (*.csv);;JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Export the audit trail</source>
        <translation>导出审计记录</translation>
    </message>
    <message>
        <source>Checking every act; this takes a moment.</source>
        <translation>正在逐条核查，请稍候。</translation>
    </message>
    <message>
        <source>{n} acts were written to {file}.</source>
        <translation>已将 {n} 条操作写入 {file}。</translation>
    </message>
    <message>
        <source>This could not be done.</source>
        <translation>未能完成。</translation>
    </message>
    <message>
        <source>{there} acts</source>
        <translation>{there} 条操作</translation>
    </message>
    <message>
        <source>{shown} of {there} acts</source>
        <translation>{there} 条操作中的 {shown} 条</translation>
    </message>
    <message>
        <source>{time} · hccdesk {version} · sha256 {sha256} · after {previous}</source>
        <translation>{time} · hccdesk {version} · sha256 {sha256} · 接在 {previous} 之后</translation>
    </message>
    <message>
        <source>All acts</source>
        <translation>所有操作</translation>
    </message>
    <message>
        <source>What was done, by whom and when. Rows are only ever added, each sealed with the one before; no patient's name is in them.</source>
        <translation>何人在何时做了什么。记录只增不改，每一行都与前一行相扣；其中没有患者姓名。</translation>
    </message>
    <message>
        <source>All cases</source>
        <translation>所有病例</translation>
    </message>
    <message>
        <source>This case</source>
        <translation>当前病例</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Kind of act</source>
        <translation>操作类型</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Acts</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>The first start of each day makes a backup of the database and checks it page by page; those of the last seven days and of four weeks before are kept. A damaged database is put aside and restored from it by itself, with all that can still be read of the damaged one. Backups lie on the same disk and hold no images: have the whole folder in the backup of your computer too.</source>
        <translation>每天首次启动时会备份数据库并逐页核验；保留最近七天以及之前四周的备份。数据库损坏时会被移到一旁，并自动从备份恢复，同时取回损坏文件中仍可读取的内容。备份位于同一磁盘，且不含影像：请把整个文件夹也纳入计算机的备份。</translation>
    </message>
    <message>
        <source>Last verified backup: {time}</source>
        <translation>最近一次已核验的备份：{time}</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>尚无备份。</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>⚠ DEMONSTRATION MODELS</source>
        <translation>⚠ 演示模型</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单 (F10)</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>无姓名</translation>
    </message>
    <message>
        <source>Trained on synthetic patients: their numbers say nothing about a real one.</source>
        <translation>由合成患者训练而成：其数值不能说明任何真实患者的情况。</translation>
    </message>
    <message>
        <source>demonstration (synthetic patients)</source>
        <translation>演示（合成患者）</translation>
    </message>
    <message>
        <source>trained on public data</source>
        <translation>以公开数据训练</translation>
    </message>
    <message>
        <source>trained on a hospital's own patients</source>
        <translation>以本院患者训练</translation>
    </message>
    <message>
        <source>Planned treatment</source>
        <translation>计划治疗方案</translation>
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
    <message>
        <source>born {date}</source>
        <translation>出生日期 {date}</translation>
    </message>
    <message>
        <source>A CT without name and ID</source>
        <translation>无姓名和编号的 CT</translation>
    </message>
    <message>
        <source>A slide without name and ID</source>
        <translation>无姓名和编号的切片</translation>
    </message>
    <message>
        <source>A CT is to be chosen</source>
        <translation>待选择 CT 序列</translation>
    </message>
    <message>
        <source>A slide is to be chosen</source>
        <translation>待选择切片</translation>
    </message>
</context>
<context>
    <name>BatchActs</name>
    <message>
        <source>Preparing to score cases</source>
        <translation>正在准备批量评分</translation>
    </message>
    <message>
        <source>Scoring case {n} of {total}</source>
        <translation>正在评分第 {n}/{total} 个病例</translation>
    </message>
    <message>
        <source>Scoring cases</source>
        <translation>正在批量评分</translation>
    </message>
    <message>
        <source>Writing the table of scores</source>
        <translation>正在写入评分表</translation>
    </message>
</context>
<context>
    <name>BatchWindow</name>
    <message>
        <source>Scores of several cases</source>
        <translation>多个病例的评分</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Cases of the batch</source>
        <translation>批量评分的病例</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>scored</source>
        <translation>已评分</translation>
    </message>
    <message>
        <source>scored before</source>
        <translation>此前已评分</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>无法评分</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>{done} of {total} cases done.</source>
        <translation>已完成 {done}/{total} 个病例。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>No cases were chosen.</source>
        <translation>未选择病例。</translation>
    </message>
    <message>
        <source>{scored} of {total} cases scored; scores.csv has a line for each.</source>
        <translation>{total} 个病例中 {scored} 个已评分；scores.csv 中每个病例一行。</translation>
    </message>
    <message>
        <source>{n} could not be: faults.csv says why.</source>
        <translation>{n} 个无法评分：原因见 faults.csv。</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>tumour region</source>
        <translation>肿瘤区域</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>outline on the slide</source>
        <translation>切片上的轮廓</translation>
    </message>
    <message>
        <source>Folder for scores.csv, and a folder for each case</source>
        <translation>存放 scores.csv 及各病例文件夹的位置</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Response</source>
        <translation>缓解</translation>
    </message>
    <message>
        <source>No response</source>
        <translation>不缓解</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>Not relied on</source>
        <translation>未依据</translation>
    </message>
    <message>
        <source>Chair</source>
        <translation>主席</translation>
    </message>
    <message>
        <source>Interventional radiology</source>
        <translation>介入放射科</translation>
    </message>
    <message>
        <source>Hepatobiliary surgery</source>
        <translation>肝胆外科</translation>
    </message>
    <message>
        <source>Medical oncology</source>
        <translation>肿瘤内科</translation>
    </message>
    <message>
        <source>Hepatology</source>
        <translation>肝病科</translation>
    </message>
    <message>
        <source>Radiology</source>
        <translation>放射科</translation>
    </message>
    <message>
        <source>Pathology</source>
        <translation>病理科</translation>
    </message>
    <message>
        <source>Radiation oncology</source>
        <translation>放疗科</translation>
    </message>
    <message>
        <source>expects response</source>
        <translation>预期缓解</translation>
    </message>
    <message>
        <source>expects no response</source>
        <translation>预期不缓解</translation>
    </message>
    <message>
        <source>is undecided</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>Agrees with the models</source>
        <translation>与模型一致</translation>
    </message>
    <message>
        <source>Differs from the models</source>
        <translation>与模型不一致</translation>
    </message>
    <message>
        <source>Does not rely on the models</source>
        <translation>未依据模型</translation>
    </message>
    <message>
        <source>{stands}: {reason}</source>
        <translation>{stands}：{reason}</translation>
    </message>
    <message>
        <source>{at} · revealed without an opinion, by {who}: {reason}</source>
        <translation>{at} · 未给出意见即揭示，{who}：{reason}</translation>
    </message>
    <message>
        <source>{at} · revealed: asking for opinions was turned off</source>
        <translation>{at} · 揭示：已关闭“先给出意见”</translation>
    </message>
    <message>
        <source>{at} · revealed: scored with other cases into a folder</source>
        <translation>{at} · 揭示：与其他病例一起批量评分到文件夹</translation>
    </message>
    <message>
        <source>{at} · revealed after 1 opinion</source>
        <translation>{at} · 在 1 份意见之后揭示</translation>
    </message>
    <message>
        <source>{at} · revealed after {n} opinions</source>
        <translation>{at} · 在 {n} 份意见之后揭示</translation>
    </message>
    <message>
        <source>DRAFT · no decision yet</source>
        <translation>草稿 · 尚无决定</translation>
    </message>
    <message>
        <source>DRAFT · the decision is not signed yet</source>
        <translation>草稿 · 决定尚未签名</translation>
    </message>
    <message>
        <source>FINAL · signed by {who}</source>
        <translation>终稿 · 签名：{who}</translation>
    </message>
</context>
<context>
    <name>BoardDesk</name>
    <message>
        <source>Begin or open a case first.</source>
        <translation>请先新建或打开病例。</translation>
    </message>
    <message>
        <source>The record of the board could not be read; the problem list says why.</source>
        <translation>无法读取会诊记录；原因见问题列表。</translation>
    </message>
    <message>
        <source>This case can only be looked at here, so nothing can be added.</source>
        <translation>此处只能查看该病例，不能添加内容。</translation>
    </message>
    <message>
        <source>The result is being saved.</source>
        <translation>正在保存结果。</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Whose opinion is it?</source>
        <translation>这是谁的意见？</translation>
    </message>
    <message>
        <source>Choose what you expect.</source>
        <translation>请选择您的预期。</translation>
    </message>
    <message>
        <source>What was decided?</source>
        <translation>作出了什么决定？</translation>
    </message>
    <message>
        <source>Say how it stands to the models.</source>
        <translation>请说明与模型的关系。</translation>
    </message>
    <message>
        <source>Give the reason: the decision does not follow the models.</source>
        <translation>请说明理由：该决定未遵循模型。</translation>
    </message>
    <message>
        <source>Who was present?</source>
        <translation>哪些成员到场？</translation>
    </message>
    <message>
        <source>There is no decision on this result to sign yet.</source>
        <translation>对这一结果尚无可签署的决定。</translation>
    </message>
    <message>
        <source>Who signs?</source>
        <translation>由谁签名？</translation>
    </message>
    <message>
        <source>In which role?</source>
        <translation>以何职务？</translation>
    </message>
    <message>
        <source>This member has signed the decision already.</source>
        <translation>该成员已签署这一决定。</translation>
    </message>
    <message>
        <source>Who goes on without an opinion?</source>
        <translation>谁不给出意见而继续？</translation>
    </message>
    <message>
        <source>Give the reason.</source>
        <translation>请说明理由。</translation>
    </message>
</context>
<context>
    <name>BoardScreen</name>
    <message>
        <source>Opinions before the result is shown</source>
        <translation>先给出意见，再显示结果</translation>
    </message>
    <message>
        <source>No case for the board</source>
        <translation>没有可会诊的病例</translation>
    </message>
    <message>
        <source>Opinions before and after the result, the decision and its signatures belong to a case. Begin or open one first.</source>
        <translation>结果前后的意见、决定及其签名都属于一个病例。请先新建或打开病例。</translation>
    </message>
    <message>
        <source>Go to the case</source>
        <translation>转到病例</translation>
    </message>
    <message>
        <source>The result is there and covered: opinions come first.</source>
        <translation>结果已有，但被遮盖：请先给出意见。</translation>
    </message>
    <message>
        <source>Go to the results</source>
        <translation>转到结果</translation>
    </message>
    <message>
        <source>Opinion</source>
        <translation>意见</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Results stay covered until somebody gives an opinion, or says why not.</source>
        <translation>在有人给出意见或说明不给出的理由之前，结果保持遮盖。</translation>
    </message>
</context>
<context>
    <name>BrushGroup</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Diameter of the brush ([ and ], Shift+wheel)</source>
        <translation>画笔直径（[ 与 ]，Shift+滚轮）</translation>
    </message>
    <message>
        <source>2-D</source>
        <translation>二维</translation>
    </message>
    <message>
        <source>Sphere</source>
        <translation>球形</translation>
    </message>
    <message>
        <source>Paints on this slice only</source>
        <translation>只画在当前层面</translation>
    </message>
    <message>
        <source>Paints on the slices in front and behind, too</source>
        <translation>同时画在前后层面</translation>
    </message>
</context>
<context>
    <name>CaseCarrier</name>
    <message>
        <source>The library is not open, so no case can be brought in.</source>
        <translation>病例库未打开，无法导入病例。</translation>
    </message>
    <message>
        <source>Exporting the case</source>
        <translation>正在导出病例</translation>
    </message>
    <message>
        <source>Exported and read back: {path}</source>
        <translation>已导出并读回核对：{path}</translation>
    </message>
    <message>
        <source>Bringing a case in</source>
        <translation>正在导入病例</translation>
    </message>
    <message>
        <source>The case was brought in; open it from the list.</source>
        <translation>病例已导入；请从列表中打开。</translation>
    </message>
    <message>
        <source>Import cases</source>
        <translation>导入病例</translation>
    </message>
    <message>
        <source>Export case</source>
        <translation>导出病例</translation>
    </message>
    <message>
        <source>Exported cases</source>
        <translation>导出的病例</translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message>
        <source>no name</source>
        <translation>无姓名</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>已分析</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
</context>
<context>
    <name>CaseListView</name>
    <message>
        <source>New case</source>
        <translation>新建病例</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Export, import and score cases</source>
        <translation>导出、导入病例及批量评分</translation>
    </message>
    <message>
        <source>Export case …</source>
        <translation>导出病例…</translation>
    </message>
    <message>
        <source>Export case with its images …</source>
        <translation>导出病例及影像…</translation>
    </message>
    <message>
        <source>Score the chosen cases …</source>
        <translation>为所选病例评分…</translation>
    </message>
    <message>
        <source>Import case …</source>
        <translation>导入病例…</translation>
    </message>
    <message>
        <source>No case has this in its name or ID.</source>
        <translation>没有姓名或编号与之相符的病例。</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>无姓名</translation>
    </message>
    <message>
        <source>{name} (open)</source>
        <translation>{name}（已打开）</translation>
    </message>
    <message>
        <source>● there  ○ not there</source>
        <translation>● 有  ○ 无</translation>
    </message>
    <message>
        <source>Choose a case first.</source>
        <translation>请先选择一个病例。</translation>
    </message>
    <message>
        <source>Several cases are chosen.</source>
        <translation>已选择多个病例。</translation>
    </message>
    <message>
        <source>This case is open: start a new one first.</source>
        <translation>该病例已打开：请先新建病例。</translation>
    </message>
    <message>
        <source>Search by name or ID</source>
        <translation>按姓名或编号搜索</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例列表</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Sex · age</source>
        <translation>性别 · 年龄</translation>
    </message>
    <message>
        <source>Planned treatment</source>
        <translation>计划治疗</translation>
    </message>
    <message>
        <source>What is there</source>
        <translation>已有内容</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <source>No case yet</source>
        <translation>尚无病例</translation>
    </message>
    <message>
        <source>Drop a patient's folder anywhere in the window, or fill in the form: each case is kept here as you work.</source>
        <translation>将患者文件夹拖到窗口任意位置，或填写表单：病例会随操作自动保存在此。</translation>
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
        <source>Opening the case</source>
        <translation>正在打开病例</translation>
    </message>
    <message>
        <source>Reading the clinical row</source>
        <translation>正在读取临床数据</translation>
    </message>
    <message>
        <source>No CT series here can be used: {reason}.</source>
        <translation>此处没有可用的 CT 序列：{reason}。</translation>
    </message>
    <message>
        <source>Export the complete axial series again.</source>
        <translation>请重新导出完整的轴位序列。</translation>
    </message>
    <message>
        <source>A tumour region without its CT.</source>
        <translation>肿瘤区域缺少对应的 CT。</translation>
    </message>
    <message>
        <source>Add the CT that it was drawn on.</source>
        <translation>请添加勾画该区域所用的 CT。</translation>
    </message>
    <message>
        <source>The series that were found are of different patients.</source>
        <translation>找到的序列属于不同的患者。</translation>
    </message>
    <message>
        <source>Each line of the list of series says of whom; choose with care.</source>
        <translation>序列列表的每一行都标明了患者，请仔细选择。</translation>
    </message>
    <message>
        <source>An outline without its slide.</source>
        <translation>勾画轮廓缺少对应的切片。</translation>
    </message>
    <message>
        <source>Add the slide that it was drawn on.</source>
        <translation>请添加勾画该轮廓所用的切片。</translation>
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
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z) brings the typed ones back.</source>
        <translation>撤销（Ctrl+Z）可恢复手工录入的内容。</translation>
    </message>
    <message>
        <source>Reading the CT</source>
        <translation>正在读取 CT</translation>
    </message>
    <message>
        <source>Reading the slide</source>
        <translation>正在读取切片</translation>
    </message>
    <message>
        <source>The region in use stays. Take the file out on the Case screen.</source>
        <translation>正在使用的区域保持不变。请在“病例”界面移除该文件。</translation>
    </message>
    <message>
        <source>The CT that was open stays.</source>
        <translation>保留之前打开的 CT。</translation>
    </message>
    <message>
        <source>The slide that was open stays.</source>
        <translation>保留之前打开的切片。</translation>
    </message>
    <message>
        <source>Key images of the image before were taken out of the report: {n}.</source>
        <translation>先前图像的关键图像已从报告中移除：{n} 幅。</translation>
    </message>
    <message>
        <source>{taken} fields were taken from this file. Typed values that are others now: {others}; unknown now: {unknown}.</source>
        <translation>已从该文件取得 {taken} 项。手工录入的值中，{others} 项已改变，{unknown} 项现为未知。</translation>
    </message>
</context>
<context>
    <name>CaseModel</name>
    <message>
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message>
        <source>Import the outline</source>
        <translation>导入轮廓</translation>
    </message>
    <message>
        <source>Remove the outline</source>
        <translation>移除轮廓</translation>
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
    <name>CaseShelf</name>
    <message>
        <source>Everything can be looked at and analysed; nothing is saved.</source>
        <translation>一切都可以查看和分析；但不会保存任何内容。</translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message>
        <source>Remove the lesions</source>
        <translation>移除病灶</translation>
    </message>
    <message>
        <source>Remove the outline</source>
        <translation>移除轮廓</translation>
    </message>
    <message>
        <source>not offered for patients: its results say why</source>
        <translation>不对患者提供：原因见结果页</translation>
    </message>
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
        <source>Region: {mm} mm</source>
        <translation>病灶测量：{mm} mm</translation>
    </message>
    <message>
        <source>No model is installed.</source>
        <translation>未安装模型。</translation>
    </message>
    <message>
        <source>The models are being checked.</source>
        <translation>正在检查模型。</translation>
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
        <source>What the models need</source>
        <translation>各模型所需资料</translation>
    </message>
    <message>
        <source>Published scores</source>
        <translation>已发表评分</translation>
    </message>
    <message>
        <source>CT: {value}</source>
        <translation>CT：{value}</translation>
    </message>
    <message>
        <source>Confirm {stage}</source>
        <translation>确认 {stage} 期</translation>
    </message>
</context>
<context>
    <name>ChartDelivery</name>
    <message>
        <source>Making objects for the chart</source>
        <translation>正在生成病历对象</translation>
    </message>
    <message>
        <source>Sending to the PACS</source>
        <translation>正在发送到 PACS</translation>
    </message>
</context>
<context>
    <name>CheckTree</name>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>○ left out</source>
        <translation>○ 未包含</translation>
    </message>
    <message>
        <source>○ not yet</source>
        <translation>○ 未检查</translation>
    </message>
    <message>
        <source>◐ at work</source>
        <translation>◐ 检查中</translation>
    </message>
    <message>
        <source>failed: {failed} of {all} checks</source>
        <translation>未通过：{all} 项中的 {failed} 项</translation>
    </message>
    <message>
        <source>checks: {all}</source>
        <translation>检查：{all} 项</translation>
    </message>
    <message>
        <source>● passed</source>
        <translation>● 通过</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ 未通过</translation>
    </message>
    <message>
        <source>○ not applicable</source>
        <translation>○ 不适用</translation>
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
        <source>BCLC, confirmed</source>
        <translation>BCLC（已确认）</translation>
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
    <name>CompareBox</name>
    <message>
        <source>Compared series {n}</source>
        <translation>对比序列 {n}</translation>
    </message>
    <message>
        <source>Slices of compared series {n}</source>
        <translation>对比序列 {n} 的层面</translation>
    </message>
    <message>
        <source>Choose a series …</source>
        <translation>选择序列…</translation>
    </message>
</context>
<context>
    <name>ConcordanceLine</name>
    <message>
        <source>The two readings are compared here.</source>
        <translation>此处比较两种判读。</translation>
    </message>
</context>
<context>
    <name>ContributionLegend</name>
    <message>
        <source>An explanation is not a cause.</source>
        <translation>解释不等于因果。</translation>
    </message>
    <message>
        <source>◀ speaks for no response</source>
        <translation>◀ 不支持缓解</translation>
    </message>
    <message>
        <source>speaks for response ▶</source>
        <translation>支持缓解 ▶</translation>
    </message>
</context>
<context>
    <name>ContributionPanel</name>
    <message>
        <source>Show over the slide (Shift+O)</source>
        <translation>叠加在切片上 (Shift+O)</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>What spoke for and against</source>
        <translation>支持与不支持的依据</translation>
    </message>
    <message>
        <source>An explanation is not a cause.</source>
        <translation>解释不等于因果。</translation>
    </message>
    <message>
        <source>▲ Most for response</source>
        <translation>▲ 最支持缓解</translation>
    </message>
    <message>
        <source>▼ Most for no response</source>
        <translation>▼ 最不支持缓解</translation>
    </message>
    <message>
        <source>Go to this patch. Contribution {value}; positive speaks for response.</source>
        <translation>转到该图块。贡献 {value}；正值支持缓解。</translation>
    </message>
    <message>
        <source>Patch, {value}</source>
        <translation>图块，{value}</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>go to a screen</source>
        <translation>切换页面</translation>
    </message>
    <message>
        <source>new case</source>
        <translation>新建病例</translation>
    </message>
    <message>
        <source>undo / redo</source>
        <translation>撤销 / 重做</translation>
    </message>
    <message>
        <source>manual / this sheet</source>
        <translation>使用手册 / 本表</translation>
    </message>
    <message>
        <source>lock the screen</source>
        <translation>锁定屏幕</translation>
    </message>
    <message>
        <source>quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>open the chosen case</source>
        <translation>打开所选病例</translation>
    </message>
    <message>
        <source>take it from the list; it can be put back</source>
        <translation>从列表移除，可放回</translation>
    </message>
    <message>
        <source>wheel, ↑ ↓</source>
        <translation>滚轮、↑ ↓</translation>
    </message>
    <message>
        <source>slice; with Shift ten</source>
        <translation>翻层；按 Shift 翻十层</translation>
    </message>
    <message>
        <source>first / last slice</source>
        <translation>首层 / 末层</translation>
    </message>
    <message>
        <source>series before / after</source>
        <translation>上一 / 下一序列</translation>
    </message>
    <message>
        <source>phase before / after</source>
        <translation>上一 / 下一期相</translation>
    </message>
    <message>
        <source>left drag</source>
        <translation>左键拖动</translation>
    </message>
    <message>
        <source>the tool in use; window where there is none</source>
        <translation>当前工具；无工具时为调窗</translation>
    </message>
    <message>
        <source>middle drag, Space + drag</source>
        <translation>中键拖动、空格 + 拖动</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>right drag, Ctrl + wheel, + −</source>
        <translation>右键拖动、Ctrl + 滚轮、+ −</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>whole slice</source>
        <translation>显示整个层面</translation>
    </message>
    <message>
        <source>right click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <source>menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>fill the screen with a view</source>
        <translation>将视图放大到整屏</translation>
    </message>
    <message>
        <source>soft tissue, lung, liver, bone, brain window</source>
        <translation>软组织、肺、肝、骨、脑窗</translation>
    </message>
    <message>
        <source>the window that the file states</source>
        <translation>文件自带窗宽窗位</translation>
    </message>
    <message>
        <source>your own windows; with Ctrl keep the present one</source>
        <translation>自定义窗；按 Ctrl 保存当前窗</translation>
    </message>
    <message>
        <source>window / pan / zoom / crosshair</source>
        <translation>调窗 / 平移 / 缩放 / 十字线</translation>
    </message>
    <message>
        <source>Shift + move</source>
        <translation>Shift + 移动</translation>
    </message>
    <message>
        <source>crosshair follows</source>
        <translation>十字线跟随</translation>
    </message>
    <message>
        <source>distance / two diameters / last measurement</source>
        <translation>距离 / 两径 / 最近一次测量</translation>
    </message>
    <message>
        <source>, . Ctrl + wheel</source>
        <translation>, . Ctrl + 滚轮</translation>
    </message>
    <message>
        <source>rotate; with Shift , . by 90°</source>
        <translation>旋转；Shift 加 , . 旋转 90°</translation>
    </message>
    <message>
        <source>outline / its fill on and off</source>
        <translation>显示或隐藏轮廓 / 填充</translation>
    </message>
    <message>
        <source>patch grid / contributions on and off</source>
        <translation>显示或隐藏图块网格 / 贡献图</translation>
    </message>
    <message>
        <source>nomogram: another ruler</source>
        <translation>列线图：选择另一标尺</translation>
    </message>
    <message>
        <source>nomogram: move its mark, with Shift in long steps; curve: along the time</source>
        <translation>列线图：移动标记，按 Shift 大步移动；曲线：沿时间移动</translation>
    </message>
    <message>
        <source>nomogram: put the mark back</source>
        <translation>列线图：标记复位</translation>
    </message>
    <message>
        <source>page before / after</source>
        <translation>上一页 / 下一页</translation>
    </message>
    <message>
        <source>first / last page</source>
        <translation>首页 / 末页</translation>
    </message>
    <message>
        <source>larger / smaller / page width</source>
        <translation>放大 / 缩小 / 适合页宽</translation>
    </message>
    <message>
        <source>print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>key image for the report</source>
        <translation>采集报告关键图像</translation>
    </message>
    <message>
        <source>reset / invert</source>
        <translation>复位 / 反相</translation>
    </message>
    <message>
        <source>polygon / freehand</source>
        <translation>多边形 / 自由勾画</translation>
    </message>
    <message>
        <source>brush / eraser</source>
        <translation>画笔 / 橡皮</translation>
    </message>
    <message>
        <source>grow from a click</source>
        <translation>从点击处区域生长</translation>
    </message>
    <message>
        <source>Alt + drag</source>
        <translation>Alt + 拖动</translation>
    </message>
    <message>
        <source>subtract</source>
        <translation>减去</translation>
    </message>
    <message>
        <source>Shift + wheel, [ ]</source>
        <translation>Shift + 滚轮、[ ]</translation>
    </message>
    <message>
        <source>brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>next / previous lesion</source>
        <translation>下一 / 上一病灶</translation>
    </message>
    <message>
        <source>close / take back a corner / give up</source>
        <translation>闭合 / 撤回一点 / 放弃</translation>
    </message>
    <message>
        <source>undo / redo while drawing</source>
        <translation>勾画时撤销 / 重做</translation>
    </message>
    <message>
        <source>open a folder / files</source>
        <translation>打开文件夹 / 文件</translation>
    </message>
    <message>
        <source>save report, result and figures</source>
        <translation>保存报告、结果和图像</translation>
    </message>
    <message>
        <source>problem list / inspector / menu</source>
        <translation>问题列表 / 检查器 / 菜单</translation>
    </message>
    <message>
        <source>light or dark theme / language</source>
        <translation>浅色或深色主题 / 语言</translation>
    </message>
    <message>
        <source>remove the chosen measurement</source>
        <translation>删除所选测量</translation>
    </message>
    <message>
        <source>cine / scroll compared views together</source>
        <translation>电影播放 / 对比视图同步滚动</translation>
    </message>
    <message>
        <source>outlines / explanation / crosshair on and off; hold O to peek</source>
        <translation>显示或隐藏轮廓 / 解释图 / 十字线；按住 O 可临时查看</translation>
    </message>
    <message>
        <source>brush within an HU range</source>
        <translation>HU 范围内画笔</translation>
    </message>
    <message>
        <source>refine the region</source>
        <translation>细化区域</translation>
    </message>
    <message>
        <source>close, keep what is proposed / give up</source>
        <translation>闭合、保留所提出的区域 / 放弃</translation>
    </message>
    <message>
        <source>take back a corner</source>
        <translation>撤回一个顶点</translation>
    </message>
    <message>
        <source>wheel, + −</source>
        <translation>滚轮、+ −</translation>
    </message>
    <message>
        <source>zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>drag, arrows, Space + drag</source>
        <translation>拖动、方向键、空格 + 拖动</translation>
    </message>
    <message>
        <source>move / polygon / brush / rectangle</source>
        <translation>移动 / 多边形 / 画笔 / 矩形</translation>
    </message>
    <message>
        <source>Shift / Alt while drawing</source>
        <translation>绘制时按 Shift / Alt</translation>
    </message>
    <message>
        <source>add to what is there / subtract</source>
        <translation>并入 / 减去</translation>
    </message>
    <message>
        <source>remove the chosen outline</source>
        <translation>删除所选轮廓</translation>
    </message>
    <message>
        <source>whole slide</source>
        <translation>整张切片</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例列表</translation>
    </message>
    <message>
        <source>Drawing on the CT</source>
        <translation>在 CT 上勾画</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
</context>
<context>
    <name>ControlsWindow</name>
    <message>
        <source>Mouse and keyboard</source>
        <translation>鼠标与键盘</translation>
    </message>
    <message>
        <source>On this screen</source>
        <translation>当前页面</translation>
    </message>
</context>
<context>
    <name>CoverPage</name>
    <message>
        <source>Reveal the result</source>
        <translation>揭示结果</translation>
    </message>
    <message>
        <source>Go on without an opinion …</source>
        <translation>不给出意见而继续…</translation>
    </message>
    <message>
        <source>Reveal without an opinion</source>
        <translation>不给出意见而揭示</translation>
    </message>
    <message>
        <source>No opinion yet.</source>
        <translation>尚无意见。</translation>
    </message>
    <message>
        <source>The models have finished. Nothing can be put on record here: the case, or the library, can only be looked at. You can look at the result all the same; that is not recorded.</source>
        <translation>模型已计算完成。此处无法写入记录：该病例或病例库只能查看。您仍可查看结果，但不会记录。</translation>
    </message>
    <message>
        <source>The models have finished. What a board thinks before it has seen them shows later whether they changed anything. Each member may give an opinion; it takes a minute and stays as it was given.</source>
        <translation>模型已计算完成。会诊在看到结果之前的意见，日后可说明模型是否带来了改变。每位成员都可给出意见，约需一分钟，给出后不再改动。</translation>
    </message>
    <message>
        <source>It is revealed after at least one opinion.</source>
        <translation>至少有一份意见之后才能揭示。</translation>
    </message>
    <message>
        <source>More members may give theirs first. Once revealed, it stays revealed for this case.</source>
        <translation>其他成员也可先给出意见。一经揭示，本病例便保持揭示。</translation>
    </message>
    <message>
        <source>The result is ready, and covered</source>
        <translation>结果已就绪，现被遮盖</translation>
    </message>
    <message>
        <source>Opinions so far</source>
        <translation>已有意见</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Why is no opinion given?</source>
        <translation>为何不给出意见？</translation>
    </message>
</context>
<context>
    <name>CtActs</name>
    <message>
        <source>No other phase was found</source>
        <translation>未找到其他期相</translation>
    </message>
    <message>
        <source>No further series</source>
        <translation>没有更多序列</translation>
    </message>
    <message>
        <source>No window is kept under {key}. Ctrl+{key} keeps the present one.</source>
        <translation>{key} 键尚未保存窗设置。按 Ctrl+{key} 保存当前窗宽窗位。</translation>
    </message>
    <message>
        <source>Window kept under {key}</source>
        <translation>窗设置已保存到 {key} 键</translation>
    </message>
</context>
<context>
    <name>CtCompare</name>
    <message>
        <source>Reading a series to compare</source>
        <translation>正在读取对比序列</translation>
    </message>
    <message>
        <source>Dashed: from {series}</source>
        <translation>虚线：取自{series}</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Choose a series above.</source>
        <translation>请在上方选择序列。</translation>
    </message>
    <message>
        <source>This series cannot be shown.</source>
        <translation>无法显示该序列。</translation>
    </message>
    <message>
        <source>Reading was stopped.</source>
        <translation>读取已停止。</translation>
    </message>
    <message>
        <source>This series does not reach this place of the patient.</source>
        <translation>该序列的扫描范围未到达患者的这一位置。</translation>
    </message>
</context>
<context>
    <name>CtInspector</name>
    <message>
        <source>Series</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>wheel or ↑ ↓: slice · drag: window · Space: pan
B brush · E eraser · D distance · R reset
Ctrl+F1: all controls</source>
        <translation>滚轮或 ↑ ↓：层面 · 拖动：窗宽窗位 · 空格：平移
B 画笔 · E 橡皮 · D 距离 · R 复位
Ctrl+F1：全部操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>CtMenus</name>
    <message>
        <source>As the DICOM header asks</source>
        <translation>DICOM 文件头默认窗</translation>
    </message>
    <message>
        <source>The DICOM header asks for no window</source>
        <translation>DICOM 文件头未给出窗设置</translation>
    </message>
    <message>
        <source>Keep the present window under</source>
        <translation>将当前窗设置保存到</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗设置</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>Fit into the view</source>
        <translation>适合视图</translation>
    </message>
    <message>
        <source>Back to all views</source>
        <translation>恢复全部视图</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>放大到全屏</translation>
    </message>
    <message>
        <source>double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Keep as a key image for the report</source>
        <translation>作为关键图像加入报告</translation>
    </message>
    <message>
        <source>Save this view as PNG …</source>
        <translation>将此视图另存为 PNG…</translation>
    </message>
</context>
<context>
    <name>CtPanes</name>
    <message>
        <source>This series is only compared: draw and measure on the case's own series.</source>
        <translation>该序列仅供对比：请在本病例的序列上勾画和测量。</translation>
    </message>
</context>
<context>
    <name>CtPictures</name>
    <message>
        <source>Take a key image</source>
        <translation>采集关键图像</translation>
    </message>
    <message>
        <source>Key image {n} kept for the report</source>
        <translation>第 {n} 幅关键图像已加入报告</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>保存此视图</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>Saving the view</source>
        <translation>正在保存视图</translation>
    </message>
    <message>
        <source>Not saved: {reason}</source>
        <translation>未能保存：{reason}</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
</context>
<context>
    <name>CtScreen</name>
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
</context>
<context>
    <name>CtSeriesList</name>
    <message>
        <source>reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>{n} slices</source>
        <translation>{n} 层</translation>
    </message>
    <message>
        <source>for the models</source>
        <translation>可用于模型</translation>
    </message>
    <message>
        <source>look and measure</source>
        <translation>可查看和测量</translation>
    </message>
    <message>
        <source>look only</source>
        <translation>仅供查看</translation>
    </message>
    <message>
        <source>not usable</source>
        <translation>不可用</translation>
    </message>
</context>
<context>
    <name>CtView</name>
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
        <source>Which series?</source>
        <translation>选择哪个序列？</translation>
    </message>
    <message>
        <source>No series is open. Choose one in the list on the right, or with ← →.</source>
        <translation>尚未打开序列。请在右侧列表中选择，或使用 ← → 键。</translation>
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
    <message>
        <source>Explanation: not seen by the model</source>
        <translation>模型解释：模型未见此层</translation>
    </message>
    <message>
        <source>What moved the CT model</source>
        <translation>影响 CT 模型判断的区域</translation>
    </message>
    <message>
        <source>orange against, blue for response</source>
        <translation>橙色：不支持缓解 · 蓝色：支持缓解</translation>
    </message>
    <message>
        <source>An explanation is not a cause</source>
        <translation>解释不等于因果</translation>
    </message>
    <message>
        <source>There is no result yet: analyse the case first.</source>
        <translation>尚无结果：请先分析病例。</translation>
    </message>
    <message>
        <source>The result is covered until the board has given its opinion.</source>
        <translation>在会诊给出意见之前，结果被遮盖。</translation>
    </message>
    <message>
        <source>The inputs have changed since the result was made: analyse again.</source>
        <translation>结果生成后输入已更改：请重新分析。</translation>
    </message>
    <message>
        <source>The result has no explanation of the CT model.</source>
        <translation>结果中没有 CT 模型的解释图。</translation>
    </message>
    <message>
        <source>The slices are not evenly stacked: shapes are distorted in this view.</source>
        <translation>层面排列不均匀：此视图中的形态有变形。</translation>
    </message>
    <message>
        <source>No model will be given this series.</source>
        <translation>该序列不会提供给任何模型。</translation>
    </message>
</context>
<context>
    <name>DecisionForm</name>
    <message>
        <source>How does it stand to the models?</source>
        <translation>与模型的关系？</translation>
    </message>
    <message>
        <source>Names, with commas between them</source>
        <translation>姓名，用逗号分隔</translation>
    </message>
    <message>
        <source>Add all who gave an opinion</source>
        <translation>加入所有给出意见的人</translation>
    </message>
    <message>
        <source>Record the decision</source>
        <translation>记录这一决定</translation>
    </message>
    <message>
        <source>The result was not seen: a decision made now does not rely on the models.</source>
        <translation>尚未看到结果：此时的决定不能依据模型。</translation>
    </message>
    <message>
        <source>Decision of the board</source>
        <translation>会诊决定</translation>
    </message>
    <message>
        <source>What was decided?</source>
        <translation>作出了什么决定？</translation>
    </message>
    <message>
        <source>Reason (needed unless it agrees)</source>
        <translation>理由（与模型一致时可不填）</translation>
    </message>
    <message>
        <source>Members present</source>
        <translation>到场成员</translation>
    </message>
</context>
<context>
    <name>DeliveryWindow</name>
    <message>
        <source>no name</source>
        <translation>无姓名</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>Filed in the CT's study: {who} · CT of {when}</source>
        <translation>归入该 CT 的检查：{who} · CT 日期 {when}</translation>
    </message>
    <message>
        <source>To be filed in the CT study in {folder}, if it is of {who}</source>
        <translation>若属于 {who}，将归入 {folder} 中的 CT 检查</translation>
    </message>
    <message>
        <source>{who}: no analysed CT is open, so only the FHIR file can be made.</source>
        <translation>{who}：没有打开已分析的 CT，因此只能生成 FHIR 文件。</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Final: the board's decision is signed; the report is filed as VERIFIED.</source>
        <translation>终稿：多学科会诊决定已签署；报告以 VERIFIED（已核实）归档。</translation>
    </message>
    <message>
        <source>Draft: no decision is signed; the report is filed as UNVERIFIED.</source>
        <translation>草稿：尚无签署的决定；报告以 UNVERIFIED（未核实）归档。</translation>
    </message>
    <message>
        <source>Report in {language}, as the Report screen shows it.</source>
        <translation>报告为{language}，与报告页面所示一致。</translation>
    </message>
    <message>
        <source>DEMONSTRATION models took part: their numbers say nothing about this patient, and are marked.</source>
        <translation>使用了演示模型：其数值不能说明该患者的任何情况，并均已标注。</translation>
    </message>
    <message>
        <source>The inputs name different patients; that was accepted with: {reason}</source>
        <translation>各项输入指向不同的患者；已以如下理由接受：{reason}</translation>
    </message>
    <message>
        <source>Into the chart</source>
        <translation>归入病历</translation>
    </message>
    <message>
        <source>Join a CT study …</source>
        <translation>归入某个 CT 检查…</translation>
    </message>
    <message>
        <source>Save to a folder …</source>
        <translation>保存到文件夹…</translation>
    </message>
    <message>
        <source>PACS</source>
        <translation>PACS</translation>
    </message>
    <message>
        <source>Send to the PACS …</source>
        <translation>发送到 PACS…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>DICOM files and FHIR, named without the patient</source>
        <translation>DICOM 文件与 FHIR，文件名不含患者信息</translation>
    </message>
    <message>
        <source>No PACS is set up. PACS and delivery … in the menu sets one up.</source>
        <translation>尚未设置 PACS。可在菜单的“PACS 与送达 …”中设置。</translation>
    </message>
    <message>
        <source>{n} objects are NOT in the PACS. PACS and delivery … in the menu shows the queue.</source>
        <translation>有 {n} 个对象未进入 PACS。菜单的“PACS 与送达 …”显示队列。</translation>
    </message>
    <message>
        <source>A CT study to file the objects in is needed.</source>
        <translation>需要一个可供归档的 CT 检查。</translation>
    </message>
    <message>
        <source>Sent, read back and compared; tried again if need be</source>
        <translation>发送、读回并比较；必要时重试</translation>
    </message>
    <message>
        <source>Something is on its way.</source>
        <translation>正在处理中。</translation>
    </message>
    <message>
        <source>There is no result that is up to date and may be seen.</source>
        <translation>没有可查看的最新结果。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stopped. What was queued by then stays in the queue.</source>
        <translation>已停止。此前已排队的对象仍在队列中。</translation>
    </message>
    <message>
        <source>Saved: {folder}</source>
        <translation>已保存：{folder}</translation>
    </message>
    <message>
        <source>Everything arrived, was read back and is the same.</source>
        <translation>全部已送达，读回后一致。</translation>
    </message>
    <message>
        <source>Folder of the CT study to file the report in</source>
        <translation>报告要归入的 CT 检查所在文件夹</translation>
    </message>
    <message>
        <source>Folder for the objects</source>
        <translation>存放对象的文件夹</translation>
    </message>
    <message>
        <source>Send {n} objects of {patient} to {pacs}?

What a PACS has taken cannot be taken back here.</source>
        <translation>将 {patient} 的 {n} 个对象发送到 {pacs}？

PACS 已接收的内容无法在此撤回。</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Cases</source>
        <translation>病例列表</translation>
    </message>
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
        <source>Board</source>
        <translation>会诊</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>已撤销：{what}</translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation>已重做：{what}</translation>
    </message>
    <message>
        <source>on the Case screen</source>
        <translation>在“病例”界面</translation>
    </message>
    <message>
        <source>on the CT screen</source>
        <translation>在“CT”界面</translation>
    </message>
    <message>
        <source>on the Slide screen</source>
        <translation>在“切片”界面</translation>
    </message>
    <message>
        <source>on the Report screen</source>
        <translation>在“报告”界面</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to bring into this case</source>
        <translation>松开以导入本病例</translation>
    </message>
    <message>
        <source>Folder, DICOM files, slide, tumour mask or outline, clinical row (CSV, JSON)</source>
        <translation>文件夹、DICOM 文件、切片、肿瘤掩膜或轮廓、临床数据（CSV、JSON）</translation>
    </message>
</context>
<context>
    <name>EncryptionPage</name>
    <message>
        <source>Present passphrase</source>
        <translation>当前口令</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>I know that nobody can read the library without the passphrase</source>
        <translation>我知道没有口令任何人都无法读取病例库</translation>
    </message>
    <message>
        <source>Encrypt the library</source>
        <translation>加密病例库</translation>
    </message>
    <message>
        <source>Take the encryption away</source>
        <translation>取消加密</translation>
    </message>
    <message>
        <source>● Encrypted</source>
        <translation>● 已加密</translation>
    </message>
    <message>
        <source>○ Not encrypted</source>
        <translation>○ 未加密</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>At least {n} characters; it may be as long as you like.</source>
        <translation>至少 {n} 个字符；长度不限。</translation>
    </message>
    <message>
        <source>Long enough to be hard to guess.</source>
        <translation>长度足够，不易猜中。</translation>
    </message>
    <message>
        <source>Four or five words that do not belong together are easier to remember and harder to guess than one word with digits. It may be as long as you like.</source>
        <translation>四五个互不相关的词比一个词加数字更好记，也更难猜。长度不限。</translation>
    </message>
    <message>
        <source>Encryption covers the database and its backups: names, values, regions, results, reports, opinions and the audit trail. It does not cover the copied CT and slides, files that you save elsewhere, nor what is on the screen. For the whole disk use what your computer has for it: BitLocker (Windows), FileVault (macOS), LUKS (Linux).</source>
        <translation>加密涵盖数据库及其备份：姓名、数值、区域、结果、报告、意见和审计记录。不涵盖已复制的 CT 和切片、您另存到别处的文件以及屏幕上的内容。如需加密整个磁盘，请使用系统自带功能：BitLocker（Windows）、FileVault（macOS）、LUKS（Linux）。</translation>
    </message>
    <message>
        <source>A passphrase that is forgotten cannot be recovered by anybody. Keep it where you keep others.</source>
        <translation>口令一旦遗忘，任何人都无法找回。请与其他口令一并妥善保管。</translation>
    </message>
</context>
<context>
    <name>FaultDialog</name>
    <message>
        <source>Something went wrong in hccdesk</source>
        <translation>hccdesk 出现了问题</translation>
    </message>
    <message>
        <source>The step you just took may not have had its effect. Everything else is kept; you can go on.</source>
        <translation>刚才的操作可能未生效。其余内容均已保留，可以继续工作。</translation>
    </message>
    <message>
        <source>no log could be written</source>
        <translation>未能写入日志</translation>
    </message>
    <message>
        <source>Log, without anything of the patient: {place}</source>
        <translation>日志（不含任何患者信息）：{place}</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>FetchWindow</name>
    <message>
        <source>Fetch from a PACS</source>
        <translation>从 PACS 获取</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>患者编号</translation>
    </message>
    <message>
        <source>Name, or a part of it</source>
        <translation>姓名或其一部分</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>检查号</translation>
    </message>
    <message>
        <source>Study from</source>
        <translation>检查日期自</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Fetch the chosen series</source>
        <translation>获取所选序列</translation>
    </message>
    <message>
        <source>{n} studies. Tick the CT series to be fetched.</source>
        <translation>{n} 个检查。请勾选要获取的 CT 序列。</translation>
    </message>
    <message>
        <source>Nothing matches. A part of the name or a longer time may find more.</source>
        <translation>没有匹配项。改用姓名的一部分或更长的时间范围可能找到更多。</translation>
    </message>
    <message>
        <source>▲ This study is of patient ID {found}; the case is of {wanted}.</source>
        <translation>▲ 该检查的患者编号为 {found}；当前病例为 {wanted}。</translation>
    </message>
    <message>
        <source>{n} series, {images} images.</source>
        <translation>{n} 个序列，{images} 幅图像。</translation>
    </message>
    <message>
        <source>Stopped; nothing of it was kept.</source>
        <translation>已停止；未保留任何内容。</translation>
    </message>
    <message>
        <source>Say who the patient is. Only this PACS is asked, and only now.</source>
        <translation>请说明患者是谁。只在此刻询问该 PACS。</translation>
    </message>
    <message>
        <source>No PACS is set up. The menu has: PACS and delivery …</source>
        <translation>尚未设置 PACS。见菜单：PACS 与送达 …</translation>
    </message>
    <message>
        <source>PACS</source>
        <translation>PACS</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message>
        <source>Findings</source>
        <translation>核查结果</translation>
    </message>
    <message>
        <source>… and {n} more; the export has all of them.</source>
        <translation>……另有 {n} 项；导出文件中列出全部。</translation>
    </message>
    <message>
        <source>✓ Whole: {n} acts, none changed, taken out or put in. Checked {time}.</source>
        <translation>✓ 完整：{n} 条操作，均未被改动、抽去或插入。核查时间 {time}。</translation>
    </message>
    <message>
        <source>▲ Tampered with: {n} findings in {rows} acts. Checked {time}.</source>
        <translation>▲ 被篡改：{rows} 条操作中发现 {n} 处。核查时间 {time}。</translation>
    </message>
</context>
<context>
    <name>GrowGroup</name>
    <message>
        <source>of each click</source>
        <translation>随点击取值</translation>
    </message>
    <message>
        <source>Takes the range anew where you click</source>
        <translation>每次点击都重新取范围</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>生长范围</translation>
    </message>
    <message>
        <source>No further than this from the click</source>
        <translation>距点击处不超过此距离</translation>
    </message>
    <message>
        <source>reach</source>
        <translation>范围</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Manual</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>没有页面包含这些词。</translation>
    </message>
</context>
<context>
    <name>HorizonTable</name>
    <message>
        <source>patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>what-if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>{months} months</source>
        <translation>{months} 个月</translation>
    </message>
</context>
<context>
    <name>ImagesPage</name>
    <message>
        <source>Copy CT and slides into the library when they are read</source>
        <translation>读取 CT 和切片时复制到病例库</translation>
    </message>
    <message>
        <source>With copies a case opens when the CD, the USB stick or the share is gone, and with the very images it was analysed with. Each copy is read back from the disk and compared. Without copies the library stays small; a case whose images were moved opens without them, and one whose images were replaced says so.</source>
        <translation>有副本时，即使光盘、U 盘或共享已不在，病例仍能打开，且使用的正是分析时的影像。每份副本都会从磁盘读回比对。不复制则病例库较小；影像被移走的病例打开时没有影像，影像被替换的病例会给出提示。</translation>
    </message>
    <message>
        <source>Copy now</source>
        <translation>立即复制</translation>
    </message>
    <message>
        <source>Only reference</source>
        <translation>仅引用</translation>
    </message>
    <message>
        <source>The case on the desk</source>
        <translation>当前病例</translation>
    </message>
    <message>
        <source>Read the images from where they came first.</source>
        <translation>请先从原位置读取影像。</translation>
    </message>
    <message>
        <source>No case is open that is kept in the library.</source>
        <translation>当前没有打开病例库中的病例。</translation>
    </message>
    <message>
        <source>No image of it is on record yet.</source>
        <translation>尚无影像记录。</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>Tumour region</source>
        <translation>肿瘤区域</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Clinical row</source>
        <translation>临床数据</translation>
    </message>
    <message>
        <source>✓ copied</source>
        <translation>✓ 已复制</translation>
    </message>
    <message>
        <source>→ referenced</source>
        <translation>→ 引用</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>{n} 个文件</translation>
    </message>
</context>
<context>
    <name>InputKeeping</name>
    <message>
        <source>Looking at the input files</source>
        <translation>正在查看输入文件</translation>
    </message>
    <message>
        <source>Copying the images into the library</source>
        <translation>正在将影像复制到病例库</translation>
    </message>
    <message>
        <source>The images of this case are not copied: copying was stopped.</source>
        <translation>该病例的影像未复制：复制已中止。</translation>
    </message>
    <message>
        <source>They are read from where they are. “Library and privacy” copies them later.</source>
        <translation>将从原位置读取；可稍后在“病例库与隐私”中复制。</translation>
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
        <source>Patient without a name</source>
        <translation>无姓名的患者</translation>
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
        <source>Choose the series first.</source>
        <translation>请先选择序列。</translation>
    </message>
    <message>
        <source>taken out on the CT screen</source>
        <translation>已在“CT”界面移除</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Which slide?</source>
        <translation>选择哪张切片？</translation>
    </message>
    <message>
        <source>{file} stays until you choose.</source>
        <translation>在您选择之前，仍使用 {file}。</translation>
    </message>
    <message>
        <source>drawn on the CT screen</source>
        <translation>在 CT 页面勾画</translation>
    </message>
    <message>
        <source>{file} cannot be used; × takes the file out.</source>
        <translation>{file} 无法使用；点 × 移除该文件。</translation>
    </message>
    <message>
        <source>drawn on the Slide screen</source>
        <translation>在切片页面勾画</translation>
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
        <source>+{count} waiting</source>
        <translation>另有 {count} 项等待</translation>
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
        <source>{seconds} s left in this stage</source>
        <translation>本阶段还剩 {seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s left in this stage</source>
        <translation>本阶段还剩 {minutes} 分 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>KeyImageList</name>
    <message>
        <source>None yet. Press K in the CT or slide viewer: what you see there becomes a key image.</source>
        <translation>尚未选定。在 CT 或切片阅片界面按 K 键，当前画面即成为关键图像。</translation>
    </message>
    <message>
        <source>Move up: picture {n}</source>
        <translation>上移：图 {n}</translation>
    </message>
    <message>
        <source>Move down: picture {n}</source>
        <translation>下移：图 {n}</translation>
    </message>
    <message>
        <source>Take out of the report: picture {n}</source>
        <translation>从报告中移除：图 {n}</translation>
    </message>
    <message>
        <source>It is the first.</source>
        <translation>已是第一张。</translation>
    </message>
    <message>
        <source>It is the last.</source>
        <translation>已是最后一张。</translation>
    </message>
</context>
<context>
    <name>LesionList</name>
    <message>
        <source>New lesion</source>
        <translation>新建病灶</translation>
    </message>
    <message>
        <source>Import and export</source>
        <translation>导入与导出</translation>
    </message>
    <message>
        <source>There is no lesion yet. Draw one first.</source>
        <translation>尚无病灶，请先勾画。</translation>
    </message>
    <message>
        <source>The next stroke begins another lesion</source>
        <translation>下一笔将新建一个病灶</translation>
    </message>
    <message>
        <source>No tumour region yet. Draw with the brush (B), or drop a mask (NIfTI, NRRD, DICOM SEG) here.</source>
        <translation>尚无肿瘤区域。可用画笔 (B) 勾画，或将掩膜（NIfTI、NRRD、DICOM SEG）拖入。</translation>
    </message>
    <message>
        <source>Import a region …</source>
        <translation>导入感兴趣区…</translation>
    </message>
    <message>
        <source>Export as NIfTI …</source>
        <translation>导出为 NIfTI…</translation>
    </message>
    <message>
        <source>Export as NRRD …</source>
        <translation>导出为 NRRD…</translation>
    </message>
    <message>
        <source>Export as DICOM SEG …</source>
        <translation>导出为 DICOM SEG…</translation>
    </message>
    <message>
        <source>Lesions</source>
        <translation>病灶</translation>
    </message>
</context>
<context>
    <name>LesionRow</name>
    <message>
        <source>Click to draw on it, double-click to rename</source>
        <translation>点击选中勾画，双击重命名</translation>
    </message>
    <message>
        <source>Lesion {name}</source>
        <translation>病灶 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Hide {name}; it still counts</source>
        <translation>隐藏 {name}（仍计入）</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示 {name}</translation>
    </message>
    <message>
        <source>Lock {name} against changes</source>
        <translation>锁定 {name}，防止修改</translation>
    </message>
    <message>
        <source>{name} is locked: open it to change</source>
        <translation>{name} 已锁定：解锁后可修改</translation>
    </message>
    <message>
        <source>first</source>
        <translation>首层</translation>
    </message>
    <message>
        <source>Go to its first slice</source>
        <translation>转到首个层面</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中层</translation>
    </message>
    <message>
        <source>Go to its middle</source>
        <translation>转到中间层面</translation>
    </message>
    <message>
        <source>last</source>
        <translation>末层</translation>
    </message>
    <message>
        <source>Go to its last slice</source>
        <translation>转到末个层面</translation>
    </message>
</context>
<context>
    <name>LesionSizes</name>
    <message>
        <source>Measuring</source>
        <translation>测量</translation>
    </message>
</context>
<context>
    <name>LibraryChoice</name>
    <message>
        <source>The library of cases is not there.</source>
        <translation>找不到病例库。</translation>
    </message>
    <message>
        <source>{folder} cannot be reached. Connect its disk or the network share, and try again.</source>
        <translation>无法访问 {folder}。请连接其磁盘或网络共享后重试。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use my own library this time</source>
        <translation>本次使用我自己的病例库</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>LibraryLines</name>
    <message>
        <source>Nothing is saved. “Export case …” saves a copy elsewhere.</source>
        <translation>不会保存任何内容。可用“导出病例…”另存副本。</translation>
    </message>
</context>
<context>
    <name>LibraryOpening</name>
    <message>
        <source>This is not the passphrase of this library. Nothing was opened.</source>
        <translation>这不是该病例库的口令。未打开任何内容。</translation>
    </message>
</context>
<context>
    <name>LibraryPresenter</name>
    <message>
        <source>A backup was made and verified: {file}</source>
        <translation>已生成并核验备份：{file}</translation>
    </message>
    <message>
        <source>CT and slides that are read from now on are copied.</source>
        <translation>此后读取的 CT 和切片将被复制。</translation>
    </message>
    <message>
        <source>CT and slides that are read from now on are only referenced.</source>
        <translation>此后读取的 CT 和切片仅作引用。</translation>
    </message>
    <message>
        <source>There is nothing to be copied that is not in the library already.</source>
        <translation>没有尚未进入病例库的内容可复制。</translation>
    </message>
    <message>
        <source>The images are being copied; the line below the window says how far it is.</source>
        <translation>正在复制影像；窗口底部显示进度。</translation>
    </message>
    <message>
        <source>The passphrase was changed.</source>
        <translation>口令已更改。</translation>
    </message>
    <message>
        <source>The library is encrypted now.</source>
        <translation>病例库已加密。</translation>
    </message>
    <message>
        <source>The library is not encrypted any more.</source>
        <translation>病例库已取消加密。</translation>
    </message>
    <message>
        <source>On this computer the library is named by {variable}, which counts more than a choice here.</source>
        <translation>本机的病例库由 {variable} 指定，优先于此处的选择。</translation>
    </message>
    <message>
        <source>No library can be made in {folder} ({reason}).</source>
        <translation>无法在 {folder} 中建立病例库（{reason}）。</translation>
    </message>
    <message>
        <source>Your own library is opened when hccdesk is started again.</source>
        <translation>下次启动 hccdesk 时将打开您自己的病例库。</translation>
    </message>
    <message>
        <source>{folder} is opened when hccdesk is started again.</source>
        <translation>下次启动 hccdesk 时将打开 {folder}。</translation>
    </message>
    <message>
        <source>This could not be done; the program has a fault here.</source>
        <translation>无法完成；程序此处有故障。</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Library and privacy</source>
        <translation>病例库与隐私</translation>
    </message>
    <message>
        <source>Looking at the library …</source>
        <translation>正在查看病例库…</translation>
    </message>
    <message>
        <source>The library is not open; the problem list says why.</source>
        <translation>病例库未打开；原因见问题列表。</translation>
    </message>
    <message>
        <source>Working …</source>
        <translation>处理中…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>病例库</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Screen lock</source>
        <translation>屏幕锁定</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>LockSettings</name>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Lock the screen after minutes without a touch</source>
        <translation>无操作多少分钟后锁定屏幕</translation>
    </message>
    <message>
        <source>PIN now</source>
        <translation>当前 PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>New PIN once more</source>
        <translation>再次输入新 PIN</translation>
    </message>
    <message>
        <source>Set the PIN</source>
        <translation>设置 PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>删除 PIN</translation>
    </message>
    <message>
        <source>Lock the screen after</source>
        <translation>锁定屏幕：</translation>
    </message>
    <message>
        <source>without a touch; at once with Ctrl+Shift+L.</source>
        <translation>无操作后；按 Ctrl+Shift+L 立即锁定。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Where the library is encrypted, its passphrase unlocks the screen. Otherwise a PIN does, of at least {least} characters; without one anybody can continue. It keeps passers-by from looking in and encrypts nothing: the computer's own lock and an encrypted library protect the data.</source>
        <translation>病例库已加密时，用其口令解锁屏幕；否则用至少 {least} 个字符的 PIN 解锁；未设置 PIN 时任何人都可以继续。PIN 只防旁人查看，不加密任何内容：保护数据的是电脑自身的锁屏和加密的病例库。</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>更改 PIN</translation>
    </message>
    <message>
        <source>The PIN was removed.</source>
        <translation>PIN 已删除。</translation>
    </message>
    <message>
        <source>The PIN was set.</source>
        <translation>PIN 已设置。</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>PIN 不正确。</translation>
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
        <source>The last changes to this case are not saved.</source>
        <translation>本病例最近的改动尚未保存。</translation>
    </message>
    <message>
        <source>Stay and try again</source>
        <translation>留下并重试</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <source>Open folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open files …</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Fetch from a PACS …</source>
        <translation>从 PACS 获取 …</translation>
    </message>
    <message>
        <source>Last cases</source>
        <translation>最近的病例</translation>
    </message>
    <message>
        <source>Save outputs …</source>
        <translation>保存输出…</translation>
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
        <source>Inspector</source>
        <translation>检查器面板</translation>
    </message>
    <message>
        <source>Library and privacy …</source>
        <translation>病例库与隐私 …</translation>
    </message>
    <message>
        <source>PACS and delivery …</source>
        <translation>PACS 与送达 …</translation>
    </message>
    <message>
        <source>Audit trail …</source>
        <translation>审计记录 …</translation>
    </message>
    <message>
        <source>Check this installation …</source>
        <translation>检查本机安装 …</translation>
    </message>
    <message>
        <source>Lock the screen</source>
        <translation>锁定屏幕</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>使用手册</translation>
    </message>
    <message>
        <source>Mouse and keyboard</source>
        <translation>鼠标与键盘</translation>
    </message>
    <message>
        <source>About hccdesk</source>
        <translation>关于 hccdesk</translation>
    </message>
    <message>
        <source>The result is covered until the board has given its opinion.</source>
        <translation>在会诊给出意见之前，结果被遮盖。</translation>
    </message>
    <message>
        <source>Files of the patient</source>
        <translation>患者文件</translation>
    </message>
    <message>
        <source>Folder for report, result and figures</source>
        <translation>存放报告、结果和图像的文件夹</translation>
    </message>
    <message>
        <source>Saved in {folder}</source>
        <translation>已保存到 {folder}</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Report, result.json and figures, into a folder</source>
        <translation>将报告、result.json 和图像存入文件夹</translation>
    </message>
    <message>
        <source>There is nothing to save before the case as it stands was analysed.</source>
        <translation>当前病例尚未分析，没有可保存的内容。</translation>
    </message>
    <message>
        <source>Folder of the patient</source>
        <translation>患者文件夹</translation>
    </message>
</context>
<context>
    <name>MarginLayer</name>
    <message>
        <source>Margin</source>
        <translation>瘤周边缘</translation>
    </message>
</context>
<context>
    <name>MeasureButtons</name>
    <message>
        <source>Distance (D): drag, or click both ends</source>
        <translation>距离（D）：拖动，或点击两端</translation>
    </message>
    <message>
        <source>Two diameters (Shift+D): the long axis, then the short one</source>
        <translation>两径（Shift+D）：先长径，后短径</translation>
    </message>
</context>
<context>
    <name>MeasureTools</name>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>尚无测量。</translation>
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
        <source>{plane} slice {n}</source>
        <translation>{plane}第 {n} 层</translation>
    </message>
    <message>
        <source>Draw the short axis on the slice of the long one, or press Esc.</source>
        <translation>请在长径所在层面绘制短径，或按 Esc 取消。</translation>
    </message>
    <message>
        <source>Now the short axis.</source>
        <translation>请绘制短径。</translation>
    </message>
    <message>
        <source>There is no CT to measure on. Drop a folder with a DICOM CT on the window.</source>
        <translation>没有可供测量的 CT。请将 DICOM CT 文件夹拖入窗口。</translation>
    </message>
    <message>
        <source>Nothing can be measured on this series. {why}</source>
        <translation>此序列不能测量。{why}</translation>
    </message>
    <message>
        <source>Measure {name}</source>
        <translation>测量 {name}</translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation>移动 {name}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>删除 {name}</translation>
    </message>
</context>
<context>
    <name>MeasurementList</name>
    <message>
        <source>Measurements</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>None yet. D measures a distance, Shift+D two diameters.</source>
        <translation>尚无测量。D 测量距离，Shift+D 测量两径。</translation>
    </message>
</context>
<context>
    <name>MeasurementRow</name>
    <message>
        <source>Remove {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>Go to {name}</source>
        <translation>转到 {name}</translation>
    </message>
</context>
<context>
    <name>MissingCard</name>
    <message>
        <source>Missing, or to be checked</source>
        <translation>缺失项与待核对项</translation>
    </message>
    <message>
        <source>To the Case screen</source>
        <translation>转到“病例”页</translation>
    </message>
    <message>
        <source>To the CT screen</source>
        <translation>转到“CT”页</translation>
    </message>
    <message>
        <source>To the Slide screen</source>
        <translation>转到“切片”页</translation>
    </message>
    <message>
        <source>Analyse it now</source>
        <translation>立即分析</translation>
    </message>
</context>
<context>
    <name>NodeForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Its AE title</source>
        <translation>对方 AE Title</translation>
    </message>
    <message>
        <source>Our AE title</source>
        <translation>本机 AE Title</translation>
    </message>
    <message>
        <source>Our port</source>
        <translation>本机端口</translation>
    </message>
    <message>
        <source>Encrypted (TLS)</source>
        <translation>加密（TLS）</translation>
    </message>
    <message>
        <source>Authority (PEM)</source>
        <translation>颁发机构（PEM）</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>本机证书</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>其私钥</translation>
    </message>
    <message>
        <source>Its certificate must name the address</source>
        <translation>对方证书必须包含该地址</translation>
    </message>
    <message>
        <source>over our connection (C-GET)</source>
        <translation>经由本机连接（C-GET）</translation>
    </message>
    <message>
        <source>sent to a port of ours (C-MOVE)</source>
        <translation>发送到本机端口（C-MOVE）</translation>
    </message>
    <message>
        <source>Images come</source>
        <translation>图像获取方式</translation>
    </message>
</context>
<context>
    <name>NodesPage</name>
    <message>
        <source>Nothing is connected until a PACS is set up here, and then only when you fetch, send or test, or while a report waits to be delivered. Without TLS names travel readable: within a protected network only.</source>
        <translation>在此设置 PACS 之前不会建立任何连接；之后也只在您获取、发送、测试时，或有报告等待送达时才连接。不使用 TLS 时姓名以明文传输：仅限受保护的网络内使用。</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Test (C-ECHO)</source>
        <translation>测试（C-ECHO）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{name} is set up. Test it now.</source>
        <translation>{name} 已设置。请现在测试。</translation>
    </message>
    <message>
        <source>{name} was removed.</source>
        <translation>{name} 已移除。</translation>
    </message>
    <message>
        <source>Asking {host}, for at most {seconds:.0f} s …</source>
        <translation>正在询问 {host}，最多 {seconds:.0f} 秒 …</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>移除 {name}？</translation>
    </message>
    <message>
        <source>What waits for it stays in the list of deliveries.</source>
        <translation>等待发送到它的内容仍保留在送达列表中。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>PACS</source>
        <translation>PACS</translation>
    </message>
</context>
<context>
    <name>NomogramView</name>
    <message>
        <source>Nomogram: {total} points in all</source>
        <translation>列线图：总分 {total}</translation>
    </message>
    <message>
        <source>{title}: the patient's value {value}, {points} points. Drag the mark or press ← → for a what-if.</source>
        <translation>{title}：患者的值 {value}，{points} 分。拖动标记或按 ← → 可作假设。</translation>
    </message>
</context>
<context>
    <name>ObjectTable</name>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Objects for the chart</source>
        <translation>归入病历的对象</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Tumour regions</source>
        <translation>肿瘤区域</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>测量结果</translation>
    </message>
    <message>
        <source>Explanation map</source>
        <translation>解释图</translation>
    </message>
    <message>
        <source>Report for other systems</source>
        <translation>供其他系统使用的报告</translation>
    </message>
    <message>
        <source>DICOM Encapsulated PDF</source>
        <translation>DICOM 封装 PDF</translation>
    </message>
    <message>
        <source>DICOM segmentation (SEG)</source>
        <translation>DICOM 分割 (SEG)</translation>
    </message>
    <message>
        <source>DICOM structured report (SR)</source>
        <translation>DICOM 结构化报告 (SR)</translation>
    </message>
    <message>
        <source>DICOM secondary capture</source>
        <translation>DICOM 二次捕获图像</translation>
    </message>
    <message>
        <source>FHIR R4 file; saved, never sent</source>
        <translation>FHIR R4 文件；只保存，不发送</translation>
    </message>
    <message>
        <source>needs a CT study</source>
        <translation>需要 CT 检查</translation>
    </message>
    <message>
        <source>not sent; save it to a folder</source>
        <translation>未发送；请保存到文件夹</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>made</source>
        <translation>已生成</translation>
    </message>
    <message>
        <source>delivered: read back, and the same</source>
        <translation>已送达：读回且一致</translation>
    </message>
    <message>
        <source>NOT delivered: {why}</source>
        <translation>未送达：{why}</translation>
    </message>
    <message>
        <source>not delivered yet, waits in the queue: {why}</source>
        <translation>尚未送达，在队列中等待：{why}</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>Go on with {name}</source>
        <translation>继续 {name}</translation>
    </message>
    <message>
        <source>hccdesk did not end as it should. The case was saved {time}.</source>
        <translation>hccdesk 上次未正常退出。该病例保存于 {time}。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Go on with that one</source>
        <translation>继续已有病例</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>{name} was removed from the list; it can be put back until hccdesk is closed.</source>
        <translation>已将 {name} 从列表移除；关闭 hccdesk 之前可以恢复。</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>The last changes to this case are not saved: {reason}</source>
        <translation>该病例的最近更改未保存：{reason}</translation>
    </message>
    <message>
        <source>Save a copy elsewhere …</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Work on a copy</source>
        <translation>在副本上工作</translation>
    </message>
    <message>
        <source>There is already a case with this patient ID: {name}, saved {time}.</source>
        <translation>已有相同患者编号的病例：{name}，保存于 {time}。</translation>
    </message>
    <message>
        <source>There is already a case with this CT: {name}, saved {time}.</source>
        <translation>已有使用同一 CT 的病例：{name}，保存于 {time}。</translation>
    </message>
    <message>
        <source>There is already a case with this slide: {name}, saved {time}.</source>
        <translation>已有使用同一切片的病例：{name}，保存于 {time}。</translation>
    </message>
    <message>
        <source>Close this line</source>
        <translation>关闭此提示</translation>
    </message>
</context>
<context>
    <name>OpinionForm</name>
    <message>
        <source>Role (optional)</source>
        <translation>职务（可选）</translation>
    </message>
    <message>
        <source>What do you expect?</source>
        <translation>您的预期是什么？</translation>
    </message>
    <message>
        <source>Record this opinion</source>
        <translation>记录这一意见</translation>
    </message>
    <message>
        <source>Opinion after the result</source>
        <translation>看到结果之后的意见</translation>
    </message>
    <message>
        <source>Opinion before the result</source>
        <translation>看到结果之前的意见</translation>
    </message>
    <message>
        <source>What do you expect of {regimen} in this patient?</source>
        <translation>您预期该患者对 {regimen} 的疗效如何？</translation>
    </message>
    <message>
        <source>What would you do? (optional)</source>
        <translation>您会怎样处理？（可选）</translation>
    </message>
    <message>
        <source>Why? (optional)</source>
        <translation>理由（可选）</translation>
    </message>
</context>
<context>
    <name>OptionRow</name>
    <message>
        <source>B brush · E eraser · P polygon · F freehand · G grow · Q next lesion</source>
        <translation>B 画笔 · E 橡皮 · P 多边形 · F 手绘 · G 生长 · Q 下一病灶</translation>
    </message>
    <message>
        <source>Click corners or drag · double-click or Enter closes · Backspace or X takes the last back</source>
        <translation>点击顶点或拖动 · 双击或 Enter 闭合 · Backspace 或 X 退回一点</translation>
    </message>
    <message>
        <source>Drag round the lesion · Alt takes away</source>
        <translation>沿病灶边缘拖动 · Alt 减去</translation>
    </message>
    <message>
        <source>Alt takes away · Z undo</source>
        <translation>Alt 减去 · Z 撤销</translation>
    </message>
    <message>
        <source>Z undo</source>
        <translation>Z 撤销</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>OptionsPanel</name>
    <message>
        <source>Summary for the board</source>
        <translation>多学科会诊摘要</translation>
    </message>
    <message>
        <source>A page for the patient, in plain words</source>
        <translation>致患者的一页（通俗文字）</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>报告语言</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>The summary is always part of the report.</source>
        <translation>摘要始终包含在报告中。</translation>
    </message>
    <message>
        <source>The last page, on a sheet of its own. Numbers of demonstration models are left out of it.</source>
        <translation>最后一页，单独成页。不含演示模型的数字。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Key images</source>
        <translation>关键图像</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Always there: the verdicts of applicability, the limitations, the marks of demonstration models and of a draft. What you leave out is named at the foot of every page.</source>
        <translation>始终保留：适用性结论、局限说明、演示模型标识与草稿标识。未包含的部分会在每页页脚注明。</translation>
    </message>
</context>
<context>
    <name>OriginalWatch</name>
    <message>
        <source>Comparing with the originals</source>
        <translation>正在与原件比对</translation>
    </message>
    <message>
        <source>{file} is another one now where it first came from.</source>
        <translation>{file} 在其原来的位置已是另一内容。</translation>
    </message>
    <message>
        <source>This case uses its own copy. Bring the other one in as a new case.</source>
        <translation>该病例使用自己的副本。如需另一内容，请作为新病例读取。</translation>
    </message>
</context>
<context>
    <name>OutlineFiles</name>
    <message>
        <source>Reading outlines</source>
        <translation>正在读取勾画</translation>
    </message>
    <message>
        <source>Writing outlines</source>
        <translation>正在写出勾画</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>µm per pixel, from the scanner's protocol (40× is about 0.25, 20× about 0.5):</source>
        <translation>每像素 µm 数，见扫描仪参数（40× 约 0.25，20× 约 0.5）：</translation>
    </message>
    <message>
        <source>Reading the slide</source>
        <translation>正在读取切片</translation>
    </message>
</context>
<context>
    <name>OutputSaving</name>
    <message>
        <source>Saving the outputs</source>
        <translation>正在保存输出</translation>
    </message>
</context>
<context>
    <name>OverlaySwitch</name>
    <message>
        <source>Lies over the image in the viewer; shows what moved the score, no cause</source>
        <translation>叠加在阅片器图像上；显示影响分值的部位，并非因果</translation>
    </message>
</context>
<context>
    <name>OverlayView</name>
    <message>
        <source>Run the slide model to see what spoke for and against response.</source>
        <translation>运行切片模型后可查看支持与不支持缓解的依据。</translation>
    </message>
    <message>
        <source>The result is covered until the board has given its opinion.</source>
        <translation>在会诊给出意见之前，结果被遮盖。</translation>
    </message>
    <message>
        <source>No patches yet: check the tissue or run the slide model.</source>
        <translation>尚无图块：请先检查组织或运行切片模型。</translation>
    </message>
    <message>
        <source>Take a key image</source>
        <translation>采集关键图像</translation>
    </message>
    <message>
        <source>Picture {n} is in the report.</source>
        <translation>第 {n} 张图已加入报告。</translation>
    </message>
</context>
<context>
    <name>Pacs</name>
    <message>
        <source>looking for studies (C-FIND)</source>
        <translation>查询检查（C-FIND）</translation>
    </message>
    <message>
        <source>fetching by C-GET</source>
        <translation>以 C-GET 获取</translation>
    </message>
    <message>
        <source>fetching by C-MOVE</source>
        <translation>以 C-MOVE 获取</translation>
    </message>
    <message>
        <source>storing reports (PDF)</source>
        <translation>存储报告（PDF）</translation>
    </message>
    <message>
        <source>storing segmentations (SEG)</source>
        <translation>存储分割（SEG）</translation>
    </message>
    <message>
        <source>storing measurements (SR)</source>
        <translation>存储测量（SR）</translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation>报告（PDF）</translation>
    </message>
    <message>
        <source>Regions (SEG)</source>
        <translation>区域（SEG）</translation>
    </message>
    <message>
        <source>Measurements (SR)</source>
        <translation>测量（SR）</translation>
    </message>
    <message>
        <source>Explanation map</source>
        <translation>解释图</translation>
    </message>
    <message>
        <source>FHIR file</source>
        <translation>FHIR 文件</translation>
    </message>
    <message>
        <source>○ waits</source>
        <translation>○ 等待中</translation>
    </message>
    <message>
        <source>◐ sent, not found there yet</source>
        <translation>◐ 已发送，尚未在对方找到</translation>
    </message>
    <message>
        <source>● delivered and compared</source>
        <translation>● 已送达并比对</translation>
    </message>
    <message>
        <source>▲ NOT delivered</source>
        <translation>▲ 未送达</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>● It answers ({seconds:.2f} s; {name}).</source>
        <translation>● 有应答（{seconds:.2f} 秒；{name}）。</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Offers: {what}.</source>
        <translation>提供：{what}。</translation>
    </message>
    <message>
        <source>▲ Does not offer: {what}.</source>
        <translation>▲ 不提供：{what}。</translation>
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
        <source>{n} series</source>
        <translation>{n} 个序列</translation>
    </message>
    <message>
        <source>{n} images</source>
        <translation>{n} 幅图像</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 幅图像</translation>
    </message>
    <message>
        <source>It was read back, and every element is as it was sent.</source>
        <translation>已读回，每个元素都与发送时一致。</translation>
    </message>
    <message>
        <source>storing explanation maps</source>
        <translation>存储解释图</translation>
    </message>
    <message>
        <source>It was not tried yet.</source>
        <translation>尚未尝试。</translation>
    </message>
</context>
<context>
    <name>PacsJobs</name>
    <message>
        <source>This could not be done; the program has a fault here.</source>
        <translation>未能完成；程序在此处有故障。</translation>
    </message>
</context>
<context>
    <name>PacsWindow</name>
    <message>
        <source>PACS and delivery</source>
        <translation>PACS 与送达</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>PACS</source>
        <translation>PACS</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>Page before (PgUp)</source>
        <translation>上一页 (PgUp)</translation>
    </message>
    <message>
        <source>Next page (PgDn)</source>
        <translation>下一页 (PgDn)</translation>
    </message>
    <message>
        <source>Smaller (Ctrl −)</source>
        <translation>缩小 (Ctrl −)</translation>
    </message>
    <message>
        <source>Larger (Ctrl +)</source>
        <translation>放大 (Ctrl +)</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl 0)</source>
        <translation>适合宽度 (Ctrl 0)</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>适合整页</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>Setting the pages …</source>
        <translation>正在排版…</translation>
    </message>
</context>
<context>
    <name>PageThumbnails</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Pages of the report</source>
        <translation>报告页面</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Passphrase of the library</source>
        <translation>病例库口令</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Open the library</source>
        <translation>打开病例库</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Opening the library …</source>
        <translation>正在打开病例库…</translation>
    </message>
    <message>
        <source>Its passphrase was chosen when it was encrypted. Without it nobody can read the library.</source>
        <translation>口令是在加密时设定的。没有它任何人都无法读取病例库。</translation>
    </message>
    <message>
        <source>The library of cases is encrypted</source>
        <translation>病例库已加密</translation>
    </message>
</context>
<context>
    <name>PatchBar</name>
    <message>
        <source>{n} patches. Click a row to show it alone.</source>
        <translation>共 {n} 个图块。点击一行可单独显示。</translation>
    </message>
    <message>
        <source>{n} patches. Click the row again to show all.</source>
        <translation>共 {n} 个图块。再次点击该行显示全部。</translation>
    </message>
</context>
<context>
    <name>PatchPanel</name>
    <message>
        <source>Check tissue</source>
        <translation>检查组织</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>停止检查</translation>
    </message>
    <message>
        <source>Shows which patches the slide model would be given, without running it.</source>
        <translation>显示切片模型将使用哪些图块，不运行模型。</translation>
    </message>
</context>
<context>
    <name>PatchPresenter</name>
    <message>
        <source>Checking the tissue</source>
        <translation>正在检查组织</translation>
    </message>
    <message>
        <source>Outline the tumour first: patches are taken inside the outline.</source>
        <translation>请先勾画肿瘤：图块取自勾画区域内。</translation>
    </message>
    <message>
        <source>The slide does not say how many µm a pixel is.</source>
        <translation>切片未说明每像素的 µm 数。</translation>
    </message>
    <message>
        <source>No slide model is installed.</source>
        <translation>未安装切片模型。</translation>
    </message>
</context>
<context>
    <name>Patches</name>
    <message>
        <source>for response</source>
        <translation>支持缓解</translation>
    </message>
    <message>
        <source>for no response</source>
        <translation>不支持缓解</translation>
    </message>
    <message>
        <source>neither way</source>
        <translation>无倾向</translation>
    </message>
    <message>
        <source>Patch {n}</source>
        <translation>图块 {n}</translation>
    </message>
    <message>
        <source>Kept for the model</source>
        <translation>供模型使用</translation>
    </message>
    <message>
        <source>Too little tissue</source>
        <translation>组织过少</translation>
    </message>
    <message>
        <source>Out of focus</source>
        <translation>失焦</translation>
    </message>
    <message>
        <source>Stain unlike H&amp;E</source>
        <translation>染色不似 H&amp;E</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Beyond the model's limit</source>
        <translation>超出模型上限</translation>
    </message>
</context>
<context>
    <name>PatientConflict</name>
    <message>
        <source>This CT is of {one}; the form says {other}.</source>
        <translation>此 CT 属于 {one}；表单中为 {other}。</translation>
    </message>
    <message>
        <source>This CT is of {one}; the slide is of {other}.</source>
        <translation>此 CT 属于 {one}；切片属于 {other}。</translation>
    </message>
    <message>
        <source>This slide is of {one}; the form says {other}.</source>
        <translation>此切片属于 {one}；表单中为 {other}。</translation>
    </message>
    <message>
        <source>This slide is of {one}; the CT is of {other}.</source>
        <translation>此切片属于 {one}；CT 属于 {other}。</translation>
    </message>
</context>
<context>
    <name>PersonFields</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
</context>
<context>
    <name>PlacePage</name>
    <message>
        <source>Open another library …</source>
        <translation>打开其他病例库…</translation>
    </message>
    <message>
        <source>Use my own library again</source>
        <translation>重新使用我自己的病例库</translation>
    </message>
    <message>
        <source>1 case</source>
        <translation>1 个病例</translation>
    </message>
    <message>
        <source>{n} cases</source>
        <translation>{n} 个病例</translation>
    </message>
    <message>
        <source>{cases} · database {database} · copied images {copies} · {free} free on this disk</source>
        <translation>{cases} · 数据库 {database} · 影像副本 {copies} · 此磁盘剩余 {free}</translation>
    </message>
    <message>
        <source>It lies on a disk of this computer. What is saved goes to a second file beside the database first (write-ahead log): a power cut leaves every case as it was saved last.</source>
        <translation>位于本机磁盘。保存内容先写入数据库旁的第二个文件（预写日志）：断电后每个病例保持最近一次保存的状态。</translation>
    </message>
    <message>
        <source>It lies on a network disk, or on one that cannot be told from it. Every save waits until the server has it (rollback journal, no write-ahead log). Who has a case open is shown to everybody else, who can then only read it.</source>
        <translation>位于网络磁盘，或无法与之区分的磁盘。每次保存都等到服务器写入完成（回滚日志，不用预写日志）。谁打开了病例会显示给其他人，此时他们只能查看。</translation>
    </message>
    <message>
        <source>Cases can be opened and read, nothing is saved. “Export case …” saves a copy elsewhere.</source>
        <translation>可以打开和查看病例，但不会保存。可用“导出病例…”另存副本。</translation>
    </message>
    <message>
        <source>Folder of the library</source>
        <translation>病例库文件夹</translation>
    </message>
</context>
<context>
    <name>PlaneBox</name>
    <message>
        <source>Slices with lesions: {plane}</source>
        <translation>含病灶的层面：{plane}</translation>
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
    <name>QueuePage</name>
    <message>
        <source>Try all now</source>
        <translation>立即全部重试</translation>
    </message>
    <message>
        <source>Try this one now</source>
        <translation>立即重试此项</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take from the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Nothing was sent to a PACS yet. Reports are sent from the Report screen.</source>
        <translation>尚未向 PACS 发送任何内容。报告从“报告”界面发送。</translation>
    </message>
    <message>
        <source>{n} delivered, {left} NOT delivered.</source>
        <translation>已送达 {n} 个，未送达 {left} 个。</translation>
    </message>
    <message>
        <source>This object did NOT arrive. Take it from the list all the same?</source>
        <translation>该对象未送达。仍要从列表移除吗？</translation>
    </message>
    <message>
        <source>Its copy is deleted, and it is not tried again.</source>
        <translation>其副本将被删除，且不再重试。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>加入时间</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>PACS</source>
        <translation>PACS</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Arrived / next try</source>
        <translation>送达 / 下次尝试</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>An object counts as delivered only once it was fetched again and compared with what was sent. Until then a copy waits here, also over a restart, and is tried again after 1 minute up to 24 hours.</source>
        <translation>只有重新取回并与发送内容比对一致后，对象才算送达。在此之前副本在此等待，重启后亦然，并在 1 分钟至 24 小时后再次尝试。</translation>
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
    <name>RangeGroup</name>
    <message>
        <source>HU from</source>
        <translation>HU 下限</translation>
    </message>
    <message>
        <source>HU to</source>
        <translation>HU 上限</translation>
    </message>
    <message>
        <source>From here</source>
        <translation>从此处取值</translation>
    </message>
    <message>
        <source>The next click takes the range: mean ± 2 standard deviations within 3 mm</source>
        <translation>下一次点击取范围：3 mm 内均值 ± 2 倍标准差</translation>
    </message>
    <message>
        <source>HU</source>
        <translation>HU</translation>
    </message>
</context>
<context>
    <name>RecentCases</name>
    <message>
        <source>All cases</source>
        <translation>全部病例</translation>
    </message>
    <message>
        <source>Last cases</source>
        <translation>最近的病例</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
</context>
<context>
    <name>RecordView</name>
    <message>
        <source>Before the result</source>
        <translation>看到结果之前</translation>
    </message>
    <message>
        <source>After the result</source>
        <translation>看到结果之后</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>No opinion yet.</source>
        <translation>尚无意见。</translation>
    </message>
    <message>
        <source>Nothing is decided yet.</source>
        <translation>尚未作出决定。</translation>
    </message>
    <message>
        <source>An earlier decision</source>
        <translation>先前的决定</translation>
    </message>
    <message>
        <source>A decision on an earlier result</source>
        <translation>对先前结果的决定</translation>
    </message>
    <message>
        <source>Present: {names}</source>
        <translation>到场：{names}</translation>
    </message>
    <message>
        <source>Signed by {who}, {at}</source>
        <translation>签名：{who}，{at}</translation>
    </message>
</context>
<context>
    <name>RefineGroup</name>
    <message>
        <source>Smooth by</source>
        <translation>平滑尺度</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>瘤周边缘</translation>
    </message>
    <message>
        <source>Surrounding tissue that the models are given with the lesion; its sizes stay the tumour's own</source>
        <translation>随病灶一并提供给模型的瘤周组织；大小仍按肿瘤本身计算</translation>
    </message>
    <message>
        <source>Fill slices</source>
        <translation>填充层间</translation>
    </message>
    <message>
        <source>Fills the slices between those that were drawn</source>
        <translation>填充已勾画层面之间的层面</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大部分</translation>
    </message>
    <message>
        <source>Keeps the largest part only</source>
        <translation>只保留最大的部分</translation>
    </message>
    <message>
        <source>Islands</source>
        <translation>去孤岛</translation>
    </message>
    <message>
        <source>Removes parts smaller than 0.5 ml</source>
        <translation>去除小于 0.5 ml 的部分</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>填孔洞</translation>
    </message>
    <message>
        <source>Fills what the lesion encloses</source>
        <translation>填充病灶所包围的部分</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Rounds off what is finer than this</source>
        <translation>将小于此尺度的细节磨圆</translation>
    </message>
</context>
<context>
    <name>RegionList</name>
    <message>
        <source>Import outlines …</source>
        <translation>导入勾画 …</translation>
    </message>
    <message>
        <source>Export as QuPath GeoJSON …</source>
        <translation>导出为 QuPath GeoJSON …</translation>
    </message>
    <message>
        <source>Export as ASAP XML …</source>
        <translation>导出为 ASAP XML …</translation>
    </message>
    <message>
        <source>Import and export outlines</source>
        <translation>导入与导出勾画</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Region {n}</source>
        <translation>区域 {n}</translation>
    </message>
    <message>
        <source>area unknown</source>
        <translation>面积未知</translation>
    </message>
    <message>
        <source>Go to this region</source>
        <translation>转到该区域</translation>
    </message>
    <message>
        <source>Remove region {n}</source>
        <translation>删除区域 {n}</translation>
    </message>
    <message>
        <source>None yet. Draw the tumour with P, B or R, or import an outline.</source>
        <translation>尚无区域。用 P、B 或 R 勾画肿瘤，或导入勾画文件。</translation>
    </message>
    <message>
        <source>{n} more are not listed.</source>
        <translation>另有 {n} 个未列出。</translation>
    </message>
    <message>
        <source>Together {area} mm².</source>
        <translation>合计 {area} mm²。</translation>
    </message>
    <message>
        <source>Class: {classes}.</source>
        <translation>类别：{classes}。</translation>
    </message>
</context>
<context>
    <name>RegionPresenter</name>
    <message>
        <source>Subtract from region</source>
        <translation>从区域中减去</translation>
    </message>
    <message>
        <source>Draw region</source>
        <translation>勾画区域</translation>
    </message>
    <message>
        <source>The outline has {n} points; with more than {most} it cannot be edited here.</source>
        <translation>轮廓共有 {n} 个点；超过 {most} 个点时无法在此编辑。</translation>
    </message>
    <message>
        <source>Remove region</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <source>Import regions</source>
        <translation>导入区域</translation>
    </message>
</context>
<context>
    <name>RegionView</name>
    <message>
        <source>Make it coarser in the program it came from, or analyse it as it is.</source>
        <translation>请在原软件中简化轮廓，或直接按现状分析。</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
</context>
<context>
    <name>Reopening</name>
    <message>
        <source>The regions of the earlier CT do not belong to this one.</source>
        <translation>先前 CT 上的区域不属于这一 CT。</translation>
    </message>
    <message>
        <source>The CT has other slices now: its regions fit no more.</source>
        <translation>该 CT 的层面已不同：原有区域不再适用。</translation>
    </message>
    <message>
        <source>The files of the CT have changed since the case was saved.</source>
        <translation>病例保存后，CT 文件已发生变化。</translation>
    </message>
    <message>
        <source>The outline of the earlier slide does not belong here.</source>
        <translation>先前切片上的轮廓不属于这张切片。</translation>
    </message>
    <message>
        <source>The files of the slide have changed since the case was saved.</source>
        <translation>病例保存后，切片文件已发生变化。</translation>
    </message>
    <message>
        <source>What was done on it before cannot be undone any more.</source>
        <translation>此前对它的操作已无法撤销。</translation>
    </message>
    <message>
        <source>The CT of this case was not found in {folder}.</source>
        <translation>在 {folder} 中未找到该病例的 CT。</translation>
    </message>
    <message>
        <source>The slide of this case, {file}, was not found.</source>
        <translation>未找到该病例的切片 {file}。</translation>
    </message>
    <message>
        <source>What you drew and measured on it is kept: bring the files in again and it comes back.</source>
        <translation>已勾画和测量的内容仍保留：重新导入文件后即可恢复。</translation>
    </message>
    <message>
        <source>Bring the earlier image in again and they come back, as long as this case is open.</source>
        <translation>在本病例打开期间重新导入先前的图像，即可恢复。</translation>
    </message>
    <message>
        <source>Check the regions against the images.</source>
        <translation>请对照图像核对区域。</translation>
    </message>
</context>
<context>
    <name>ReportChoices</name>
    <message>
        <source>Remove picture {n}</source>
        <translation>移除图片 {n}</translation>
    </message>
    <message>
        <source>Move picture {n}</source>
        <translation>移动图片 {n}</translation>
    </message>
</context>
<context>
    <name>ReportDelivery</name>
    <message>
        <source>Writing the report</source>
        <translation>正在生成报告</translation>
    </message>
    <message>
        <source>Printing the report</source>
        <translation>正在打印报告</translation>
    </message>
    <message>
        <source>The system has no program for PDF files, or the file is gone: {path}</source>
        <translation>系统没有可打开 PDF 的程序，或文件已不存在：{path}</translation>
    </message>
    <message>
        <source>{message} – before the last changes</source>
        <translation>{message}（不含最近的更改）</translation>
    </message>
    <message>
        <source>Saved {time}: {path}</source>
        <translation>已保存 {time}：{path}</translation>
    </message>
    <message>
        <source>Sent to the printer {time}: {pages} pages</source>
        <translation>已发送至打印机 {time}：共 {pages} 页</translation>
    </message>
    <message>
        <source>Not done; the problem list says why.</source>
        <translation>未完成；原因见问题列表。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Printing the case before was stopped.</source>
        <translation>已停止打印上一病例的报告。</translation>
    </message>
    <message>
        <source>Open it to print it again.</source>
        <translation>如需打印，请重新打开该病例。</translation>
    </message>
</context>
<context>
    <name>ReportParts</name>
    <message>
        <source>Evidence: images, curve, nomogram</source>
        <translation>依据：图像、曲线、列线图</translation>
    </message>
    <message>
        <source>Annex A: inputs</source>
        <translation>附录 A：输入资料</translation>
    </message>
    <message>
        <source>Annex B: applicability, rule by rule</source>
        <translation>附录 B：逐条适用性判断</translation>
    </message>
    <message>
        <source>Annex C: model facts</source>
        <translation>附录 C：模型说明</translation>
    </message>
    <message>
        <source>Annex D: validation of the models</source>
        <translation>附录 D：模型验证</translation>
    </message>
    <message>
        <source>Annex E: traceability</source>
        <translation>附录 E：可追溯性</translation>
    </message>
    <message>
        <source>Annex F: references, known issues</source>
        <translation>附录 F：参考文献与已知问题</translation>
    </message>
</context>
<context>
    <name>ReportScreen</name>
    <message>
        <source>The inputs have changed since this result was made. Analyse again first.</source>
        <translation>得出此结果后输入已更改。请先重新分析。</translation>
    </message>
    <message>
        <source>The report cannot be set; the place of its pages says why.</source>
        <translation>报告无法生成，原因见页面区域。</translation>
    </message>
    <message>
        <source>A report is being written or printed.</source>
        <translation>正在写入或打印报告。</translation>
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
        <source>No printer is set up on this computer. Save the PDF and print it where there is one.</source>
        <translation>本机未设置打印机。请保存 PDF，并在有打印机的电脑上打印。</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>The report cannot be shown</source>
        <translation>无法显示报告</translation>
    </message>
    <message>
        <source>The program has a fault here; the problem list says more. The result is kept.</source>
        <translation>程序在此处出错，详情见问题列表。结果已保留。</translation>
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
        <source>The result is covered</source>
        <translation>结果被遮盖</translation>
    </message>
    <message>
        <source>The board gives its opinion before it sees what the models say. Then the report is made.</source>
        <translation>会诊先给出意见，再看模型的结果。之后才生成报告。</translation>
    </message>
    <message>
        <source>Setting the pages …</source>
        <translation>正在排版…</translation>
    </message>
    <message>
        <source>▲ The inputs have changed since this result was made. Analyse again first.</source>
        <translation>▲ 得出此结果后输入已更改。请先重新分析。</translation>
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
        <source>mean of {n} slices; the slices spread from {low} to {high}</source>
        <translation>{n} 层的平均值；各层分布于 {low} 至 {high}</translation>
    </message>
    <message>
        <source>On the regions of other readers: {readings}</source>
        <translation>按其他阅片者勾画的区域：{readings}</translation>
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
        <source>indeterminate</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>favours no response</source>
        <translation>倾向不缓解</translation>
    </message>
    <message>
        <source>threshold {threshold} · higher = more likely to respond</source>
        <translation>阈值 {threshold} · 越高越可能缓解</translation>
    </message>
    <message>
        <source>threshold {threshold} · higher = less likely to respond</source>
        <translation>阈值 {threshold} · 越高越不易缓解</translation>
    </message>
    <message>
        <source>no interval: this model gives none</source>
        <translation>无区间：该模型不提供</translation>
    </message>
    <message>
        <source>95 % interval {low} to {high}</source>
        <translation>95% 区间 {low} 至 {high}</translation>
    </message>
    <message>
        <source>it holds the threshold</source>
        <translation>包含阈值</translation>
    </message>
    <message>
        <source>Interval: {basis}</source>
        <translation>区间：{basis}</translation>
    </message>
    <message>
        <source>No interval: {basis}</source>
        <translation>无区间：{basis}</translation>
    </message>
    <message>
        <source>Threshold from: {origin}</source>
        <translation>阈值来源：{origin}</translation>
    </message>
    <message>
        <source>Made for {regimen}</source>
        <translation>适用方案：{regimen}</translation>
    </message>
    <message>
        <source>other regimen: outside scope, shown for information</source>
        <translation>其他方案：超出适用范围，仅供参考</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>分值</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>points</source>
        <translation>分</translation>
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
        <translation>无进展生存期</translation>
    </message>
    <message>
        <source>⚠ DEMONSTRATION</source>
        <translation>⚠ 演示</translation>
    </message>
    <message>
        <source>Overall survival</source>
        <translation>总生存期</translation>
    </message>
    <message>
        <source>Time to progression</source>
        <translation>至进展时间</translation>
    </message>
    <message>
        <source>{months}-month OS</source>
        <translation>{months} 个月 OS</translation>
    </message>
    <message>
        <source>{months} months, no progression</source>
        <translation>{months} 个月无进展</translation>
    </message>
    <message>
        <source>probability of being alive</source>
        <translation>存活概率</translation>
    </message>
    <message>
        <source>▲ Another question than progression-free survival: {endpoint}</source>
        <translation>▲ 与无进展生存期不同的问题：{endpoint}</translation>
    </message>
    <message>
        <source>▲ Made from public data, not from this hospital's patients</source>
        <translation>▲ 由公开数据制成，并非来自本院患者</translation>
    </message>
    <message>
        <source>Fitted on {n} patients with {events} events</source>
        <translation>由 {n} 名患者（{events} 次事件）拟合</translation>
    </message>
    <message>
        <source>median follow-up {months} months</source>
        <translation>中位随访 {months} 个月</translation>
    </message>
    <message>
        <source>C-index {value}</source>
        <translation>C 指数 {value}</translation>
    </message>
    <message>
        <source>Source: {citation}</source>
        <translation>来源：{citation}</translation>
    </message>
    <message>
        <source>Of 100 such patients about {n} are free of progression at {months} months</source>
        <translation>100 名此类患者中，{months} 个月时约 {n} 名无进展</translation>
    </message>
    <message>
        <source>Of 100 such patients about {n} are alive at {months} months</source>
        <translation>100 名此类患者中，{months} 个月时约有 {n} 名存活</translation>
    </message>
    <message>
        <source>, {n} at {months}</source>
        <translation>，{months} 个月时 {n} 名</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <source>Median: not reached within {months} months of observation.</source>
        <translation>中位数：{months} 个月观察期内未达到。</translation>
    </message>
    <message>
        <source>Median {months} months.</source>
        <translation>中位数 {months} 个月。</translation>
    </message>
    <message>
        <source>{months} months: {probability} · of 100 such patients about {n} free of progression</source>
        <translation>{months} 个月：{probability} · 100 名此类患者中约 {n} 名无进展</translation>
    </message>
    <message>
        <source>{months} months: {probability} · of 100 such patients about {n} alive</source>
        <translation>{months} 个月：{probability} · 100 名此类患者中约 {n} 名存活</translation>
    </message>
    <message>
        <source> · what-if {probability}</source>
        <translation> · 假设 {probability}</translation>
    </message>
    <message>
        <source>probability of being free of progression</source>
        <translation>无进展概率</translation>
    </message>
    <message>
        <source>months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>end of observation, {months} months</source>
        <translation>观察终点，{months} 个月</translation>
    </message>
    <message>
        <source>for response</source>
        <translation>支持缓解</translation>
    </message>
    <message>
        <source>against response</source>
        <translation>不支持缓解</translation>
    </message>
    <message>
        <source>Trained on synthetic patients: the number says nothing about a real one.</source>
        <translation>以合成患者训练：数值不适用于真实患者。</translation>
    </message>
    <message>
        <source>There is no result yet</source>
        <translation>尚无结果</translation>
    </message>
    <message>
        <source>The CT model gave no result</source>
        <translation>CT 模型无结果</translation>
    </message>
    <message>
        <source>The CT model gave no saliency</source>
        <translation>CT 模型未给出显著性</translation>
    </message>
    <message>
        <source>The CT of this result is not on the desk</source>
        <translation>未打开该结果所用的 CT</translation>
    </message>
    <message>
        <source>The slide model gave no result</source>
        <translation>切片模型无结果</translation>
    </message>
    <message>
        <source>The slide model gave no explanation</source>
        <translation>切片模型未给出解释</translation>
    </message>
    <message>
        <source>The slide of this result is not on the desk</source>
        <translation>未打开该结果所用的切片</translation>
    </message>
    <message>
        <source>PFS nomogram</source>
        <translation>PFS 列线图</translation>
    </message>
    <message>
        <source>Cancelled. The earlier result is kept.</source>
        <translation>已取消。保留先前结果。</translation>
    </message>
    <message>
        <source>Cancelled. There is no result.</source>
        <translation>已取消。无结果。</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>尚无结果</translation>
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
        <source>CT to look at only</source>
        <translation>CT 仅供查看</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>no slide</source>
        <translation>无切片</translation>
    </message>
    <message>
        <source>CT with region</source>
        <translation>CT 及肿瘤区域</translation>
    </message>
    <message>
        <source>slide with outline</source>
        <translation>切片及勾画</translation>
    </message>
    <message>
        <source>slice {n}</source>
        <translation>第 {n} 层</translation>
    </message>
    <message>
        <source>Clinical features · response</source>
        <translation>临床特征 · 疗效</translation>
    </message>
    <message>
        <source>missing input</source>
        <translation>缺少输入</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>no model for it</source>
        <translation>没有相应模型</translation>
    </message>
    <message>
        <source>to be checked</source>
        <translation>需核对</translation>
    </message>
    <message>
        <source>outside its scope, shown for information: {reason}</source>
        <translation>超出适用范围，仅供参考：{reason}</translation>
    </message>
    <message>
        <source>partly inside its scope: {reason}</source>
        <translation>部分在适用范围内：{reason}</translation>
    </message>
</context>
<context>
    <name>ResultsScreen</name>
    <message>
        <source>Copied, without the patient's name.</source>
        <translation>已复制，不含患者姓名。</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>CT · response</source>
        <translation>CT · 疗效</translation>
    </message>
    <message>
        <source>Show saliency on the CT</source>
        <translation>在 CT 上显示显著性</translation>
    </message>
    <message>
        <source>Biopsy · HAIM</source>
        <translation>活检 · HAIM</translation>
    </message>
    <message>
        <source>Show contributions on the slide</source>
        <translation>在切片上显示贡献度</translation>
    </message>
    <message>
        <source>▲ The inputs have changed since this result was made. Analyse again before you use it.</source>
        <translation>▲ 得出此结果后输入已更改。使用前请重新分析。</translation>
    </message>
    <message>
        <source>Made {time} with hccdesk {version}{where} · {models}</source>
        <translation>{time} 由 hccdesk {version} 生成{where} · {models}</translation>
    </message>
</context>
<context>
    <name>RoiFiles</name>
    <message>
        <source>Regions</source>
        <translation>感兴趣区</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Import a region</source>
        <translation>导入感兴趣区</translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation>导出病灶</translation>
    </message>
    <message>
        <source>Writing {name} …</source>
        <translation>正在写入 {name} …</translation>
    </message>
    <message>
        <source>Exporting the lesions</source>
        <translation>导出病灶</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>已写入 {path}</translation>
    </message>
    <message>
        <source>The lesions were not written.</source>
        <translation>病灶未能写入。</translation>
    </message>
</context>
<context>
    <name>RoiTools</name>
    <message>
        <source>An outline is open on another slice: Enter closes it, Escape gives it up.</source>
        <translation>另一层面上的轮廓尚未闭合：Enter 闭合，Esc 放弃。</translation>
    </message>
    <message>
        <source>There is no CT to draw on. Drop a folder with a DICOM CT on the window.</source>
        <translation>没有可勾画的 CT。请将含 DICOM CT 的文件夹拖入窗口。</translation>
    </message>
    <message>
        <source>No region can be drawn: this series cannot be measured. {why}</source>
        <translation>无法勾画：该序列不能用于测量。{why}</translation>
    </message>
    <message>
        <source>{name} is locked. Open its lock in the list of lesions to change it.</source>
        <translation>{name} 已锁定。请在病灶列表中解锁后再修改。</translation>
    </message>
    <message>
        <source>There is no lesion yet. Draw one first.</source>
        <translation>尚无病灶，请先勾画。</translation>
    </message>
    <message>
        <source>Take from {name}</source>
        <translation>擦除 {name}</translation>
    </message>
    <message>
        <source>Draw {name}</source>
        <translation>勾画 {name}</translation>
    </message>
    <message>
        <source>Nothing is left of {name}, so it was removed. Undo brings it back.</source>
        <translation>{name} 已被完全擦除，故已移除。可撤销恢复。</translation>
    </message>
    <message>
        <source>There is no voxel here.</source>
        <translation>此处没有体素。</translation>
    </message>
    <message>
        <source>Grow {name}</source>
        <translation>区域生长 {name}</translation>
    </message>
    <message>
        <source>Fill slices of {name}</source>
        <translation>填充 {name} 的层间</translation>
    </message>
    <message>
        <source>Smooth {name}</source>
        <translation>平滑 {name}</translation>
    </message>
    <message>
        <source>Keep the largest part of {name}</source>
        <translation>保留 {name} 的最大部分</translation>
    </message>
    <message>
        <source>Remove islands of {name}</source>
        <translation>去除 {name} 的孤岛</translation>
    </message>
    <message>
        <source>Fill holes of {name}</source>
        <translation>填充 {name} 的孔洞</translation>
    </message>
    <message>
        <source>Nothing to change: {what}.</source>
        <translation>无需改动：{what}。</translation>
    </message>
    <message>
        <source>Enter keeps this region, Escape does not.</source>
        <translation>按 Enter 保留该区域，按 Esc 放弃。</translation>
    </message>
    <message>
        <source>{name} was changed meanwhile, so nothing was done.</source>
        <translation>{name} 在此期间已被修改，未作任何处理。</translation>
    </message>
    <message>
        <source>Draw it on a view.</source>
        <translation>请在视图上勾画。</translation>
    </message>
    <message>
        <source>Another lesion is called {name} already.</source>
        <translation>已有名为 {name} 的病灶。</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名 {name}</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示 {name}</translation>
    </message>
    <message>
        <source>Hide {name}</source>
        <translation>隐藏 {name}</translation>
    </message>
    <message>
        <source>Lock {name}</source>
        <translation>锁定 {name}</translation>
    </message>
    <message>
        <source>Unlock {name}</source>
        <translation>解锁 {name}</translation>
    </message>
    <message>
        <source>Margin of {name}</source>
        <translation>{name} 的瘤周边缘</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>{volume} ml · drawing …</source>
        <translation>{volume} ml · 勾画中…</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>测量中…</translation>
    </message>
    <message>
        <source>the models are given {mm} mm of surrounding tissue</source>
        <translation>模型输入含瘤周组织 {mm} mm</translation>
    </message>
    <message>
        <source>Slice {first}</source>
        <translation>层面 {first}</translation>
    </message>
    <message>
        <source>Slices {first}–{last}</source>
        <translation>层面 {first}–{last}</translation>
    </message>
    <message>
        <source>{volume} ml · axial Ø {axial} · 3-D Ø {largest} mm</source>
        <translation>{volume} ml · 轴位 Ø {axial} · 三维 Ø {largest} mm</translation>
    </message>
    <message>
        <source>Working on the lesion …</source>
        <translation>正在处理病灶…</translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Analyse</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>Analyse one model</source>
        <translation>只分析一个模型</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy the results as text</source>
        <translation>将结果复制为文本</translation>
    </message>
    <message>
        <source>To the report</source>
        <translation>转到报告</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>There is no result yet</source>
        <translation>尚无结果</translation>
    </message>
    <message>
        <source>The result is covered until the board has given its opinion.</source>
        <translation>在会诊给出意见之前，结果被遮盖。</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>CT response</source>
        <translation>CT 疗效</translation>
    </message>
    <message>
        <source>Slide response</source>
        <translation>切片疗效</translation>
    </message>
    <message>
        <source>PFS and scores</source>
        <translation>PFS 与评分</translation>
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
</context>
<context>
    <name>SavedState</name>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>⚠ Not saved: {reason}</source>
        <translation>⚠ 未保存：{reason}</translation>
    </message>
    <message>
        <source>⚠ Not saved</source>
        <translation>⚠ 未保存</translation>
    </message>
    <message>
        <source>It is tried again every few seconds. “Export case …” in the list of cases saves a copy elsewhere.</source>
        <translation>每隔几秒会重试。可用病例列表中的“导出病例…”另存副本。</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Every change is saved within a second.</source>
        <translation>每次更改都在一秒内保存。</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>Every change is saved on this computer within a second.</source>
        <translation>每次更改都会在一秒内保存到本机。</translation>
    </message>
    <message>
        <source>Saved in {folder}, and read back from the disk before this was said.</source>
        <translation>已保存到 {folder}，并已从磁盘读回核对。</translation>
    </message>
    <message>
        <source>Nothing is saved. “Export case …” in the list of cases saves a copy elsewhere.</source>
        <translation>不会保存任何内容。可用病例列表中的“导出病例…”另存副本。</translation>
    </message>
</context>
<context>
    <name>ScoreDetails</name>
    <message>
        <source>Published scores: components and sources</source>
        <translation>已发表评分：组成与来源</translation>
    </message>
    <message>
        <source>Computed by us, not by the laboratory.</source>
        <translation>由本软件计算，非检验科结果。</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
</context>
<context>
    <name>ScoreList</name>
    <message>
        <source>Not computed: {names}. The Case screen says why.</source>
        <translation>未计算：{names}。原因见“病例”页。</translation>
    </message>
    <message>
        <source>Edition: {edition}</source>
        <translation>版本：{edition}</translation>
    </message>
    <message>
        <source>Source: {citation}</source>
        <translation>来源：{citation}</translation>
    </message>
    <message>
        <source>stated, not suggested</source>
        <translation>医师给出，与规则不同</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>ScoresCard</name>
    <message>
        <source>Published scores</source>
        <translation>已发表评分</translation>
    </message>
    <message>
        <source>Components and sources</source>
        <translation>组成与来源</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>not applicable</source>
        <translation>不适用</translation>
    </message>
</context>
<context>
    <name>SeenStrip</name>
    <message>
        <source>What the models saw</source>
        <translation>模型所见</translation>
    </message>
    <message>
        <source>No slices: the CT model was given none.</source>
        <translation>无层面：CT 模型未获得层面。</translation>
    </message>
    <message>
        <source>No patches to show: the slide model gave no explanation.</source>
        <translation>无图块可示：切片模型未给出解释。</translation>
    </message>
    <message>
        <source>Show it in the viewer</source>
        <translation>在阅片器中显示</translation>
    </message>
    <message>
        <source>The CT of this result is not on the desk</source>
        <translation>未打开该结果所用的 CT</translation>
    </message>
    <message>
        <source>The slide of this result is not on the desk</source>
        <translation>未打开该结果所用的切片</translation>
    </message>
    <message>
        <source>Show all {n}</source>
        <translation>显示全部 {n} 个</translation>
    </message>
    <message>
        <source>CT slices as the network was given them, each with its own probability of response</source>
        <translation>网络实际获得的 CT 层面及各层的缓解概率</translation>
    </message>
    <message>
        <source>Patches that moved the slide score most; what speaks for it need not be its cause</source>
        <translation>对切片分值影响最大的图块；有影响不等于因果</translation>
    </message>
</context>
<context>
    <name>SelftestPresenter</name>
    <message>
        <source>Checking the installation</source>
        <translation>检查安装</translation>
    </message>
    <message>
        <source>Saving the summary</source>
        <translation>保存摘要</translation>
    </message>
    <message>
        <source>The check could not be run.</source>
        <translation>无法进行检查。</translation>
    </message>
</context>
<context>
    <name>SelftestWindow</name>
    <message>
        <source>Check this installation</source>
        <translation>检查本安装</translation>
    </message>
    <message>
        <source>With the reference case (about half a minute)</source>
        <translation>包含参考病例（约半分钟）</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即检查</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save summary …</source>
        <translation>保存摘要 …</translation>
    </message>
    <message>
        <source>Checking; nothing on this computer is changed.</source>
        <translation>正在检查；不会更改此计算机上的任何内容。</translation>
    </message>
    <message>
        <source>Checking: {section}</source>
        <translation>正在检查：{section}</translation>
    </message>
    <message>
        <source>▲ FAILED: {n} of {all} checks. Do not use this installation for patients until it is mended.</source>
        <translation>▲ 未通过：{all} 项检查中的 {n} 项。修复之前请勿将本安装用于患者。</translation>
    </message>
    <message>
        <source>● All checks passed; the reference case was left out.</source>
        <translation>● 全部检查通过；未包含参考病例。</translation>
    </message>
    <message>
        <source>● All checks passed: this installation computes what it should.</source>
        <translation>● 全部检查通过：本安装的计算结果正确。</translation>
    </message>
    <message>
        <source>The check was stopped; it says nothing about what was not checked.</source>
        <translation>检查已停止；未检查的部分没有结论。</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;Text (*.txt);;JSON (*.json)</source>
        <translation>PDF (*.pdf);;文本 (*.txt);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Save summary</source>
        <translation>保存摘要</translation>
    </message>
    <message>
        <source>This installation was not checked yet on this account.</source>
        <translation>此账户尚未检查过本安装。</translation>
    </message>
    <message>
        <source>Last check: {at}, ● passed.</source>
        <translation>上次检查：{at}，● 通过。</translation>
    </message>
    <message>
        <source>Last check: {at}, ▲ failed.</source>
        <translation>上次检查：{at}，▲ 未通过。</translation>
    </message>
    <message>
        <source>Files, image decoders, fonts, devices, every model against its stored answer, hostile files, the case library, a known patient from images to report, and that nothing reaches for a network. After an installation or an update, and then as often as your hospital asks.</source>
        <translation>检查文件、图像解码器、字体、计算设备、每个模型与其存储结果是否一致、恶意文件、病例库、一名已知患者从图像到报告的全过程，以及是否有任何部分访问网络。请在安装或更新之后进行，此后按医院要求定期进行。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
    <name>SideBySide</name>
    <message>
        <source>● inside its scope</source>
        <translation>● 在适用范围内</translation>
    </message>
    <message>
        <source>▲ partly inside its scope</source>
        <translation>▲ 部分在适用范围内</translation>
    </message>
    <message>
        <source>■ outside its scope</source>
        <translation>■ 超出适用范围</translation>
    </message>
    <message>
        <source>{name}: {looks_at}</source>
        <translation>{name}：{looks_at}</translation>
    </message>
    <message>
        <source>not for one regimen</source>
        <translation>不针对某一方案</translation>
    </message>
    <message>
        <source>other treatments</source>
        <translation>其他治疗</translation>
    </message>
    <message>
        <source>{months} mo</source>
        <translation>{months} 个月</translation>
    </message>
    <message>
        <source>public cohort</source>
        <translation>公开队列</translation>
    </message>
    <message>
        <source>published score</source>
        <translation>已发表评分</translation>
    </message>
    <message>
        <source>this site's model</source>
        <translation>本院模型</translation>
    </message>
    <message>
        <source>■ other regimen: for information</source>
        <translation>■ 其他方案：仅供参考</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Looks at</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>适用方案</translation>
    </message>
    <message>
        <source>Number (95 % interval)</source>
        <translation>数值（95% 区间）</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>性质与范围</translation>
    </message>
    <message>
        <source>Side by side: with images, without, and by accepted scores</source>
        <translation>并列比较：含影像、不含影像、公认评分</translation>
    </message>
</context>
<context>
    <name>SideBySideCard</name>
    <message>
        <source>Each line keeps its own question, regimen and number: nothing is averaged.</source>
        <translation>每一行各有其问题、方案与数值：不作平均。</translation>
    </message>
    <message>
        <source>not computed: {reason}</source>
        <translation>未计算：{reason}</translation>
    </message>
</context>
<context>
    <name>SignForm</name>
    <message>
        <source>Role</source>
        <translation>职务</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Sign the decision</source>
        <translation>签署决定</translation>
    </message>
    <message>
        <source>A signed decision makes the report final. The name is typed, not an electronic signature: the audit trail keeps which account of this computer did it, and when.</source>
        <translation>决定签名之后，报告即为终稿。姓名为键入，不是电子签名；审计记录保存由本机哪个账户在何时操作。</translation>
    </message>
</context>
<context>
    <name>SlideCanvas</name>
    <message>
        <source>µm/px unknown</source>
        <translation>µm/px 未知</translation>
    </message>
    <message>
        <source>Biopsy slide</source>
        <translation>活检切片</translation>
    </message>
    <message>
        <source>Arrows move, plus and minus zoom, comma and full stop turn, 0 shows the whole slide.</source>
        <translation>方向键移动，加减号缩放，逗号和句号旋转，0 显示整张切片。</translation>
    </message>
</context>
<context>
    <name>SlideChoice</name>
    <message>
        <source>Which slide?</source>
        <translation>选择哪张切片？</translation>
    </message>
    <message>
        <source>Several slides were found and none is open. Choose the one that was taken for this case.</source>
        <translation>找到多张切片，尚未打开任何一张。请选择本病例所用的切片。</translation>
    </message>
</context>
<context>
    <name>SlideInspector</name>
    <message>
        <source>Enter µm/px …</source>
        <translation>输入 µm/px …</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>wheel, + −, double click: zoom · drag, arrows: pan · Space held: pan in any tool
0 or Home: whole slide · , . Ctrl+wheel: turn
P polygon · B brush · R rectangle · M move · Delete removes
What touches a region joins it · Alt takes out
A outlines · F fill · G patch grid · Shift+O explanation · K picture for the report</source>
        <translation>滚轮、+ −、双击：缩放 · 拖动、方向键：平移 · 按住空格：任何工具下平移
0 或 Home：整张切片 · , . Ctrl+滚轮：旋转
P 多边形 · B 画笔 · R 矩形 · M 移动 · Delete 删除
与已有区域相接即并入 · 按住 Alt 去除
A 轮廓 · F 填充 · G 图块网格 · Shift+O 解释图 · K 存入报告的图片</translation>
    </message>
</context>
<context>
    <name>SlideScreen</name>
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
        <source>Resolution</source>
        <translation>分辨率</translation>
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
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>never shown: it may carry a name</source>
        <translation>从不显示：其上可能有姓名</translation>
    </message>
    <message>
        <source>The file misstates its colours; they are put right here.</source>
        <translation>文件误报颜色；此处已更正。</translation>
    </message>
    <message>
        <source>Several slides were found: choose one on the Case screen. This one stays till then.</source>
        <translation>找到多张切片：请在“病例”界面选择一张。在此之前仍显示当前切片。</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>Outlines (*.geojson *.json *.xml)</source>
        <translation>勾画文件 (*.geojson *.json *.xml)</translation>
    </message>
    <message>
        <source>Import outlines</source>
        <translation>导入勾画</translation>
    </message>
    <message>
        <source>Export outlines</source>
        <translation>导出勾画</translation>
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
</context>
<context>
    <name>SlideToolBar</name>
    <message>
        <source>What touches a region joins it; Alt takes out.</source>
        <translation>与已有区域相接的部分会并入该区域；按住 Alt 为去除。</translation>
    </message>
    <message>
        <source>Move (M; hold Space in any tool)</source>
        <translation>移动（M；任何工具下按住空格）</translation>
    </message>
    <message>
        <source>Polygon (P): click or drag, double click closes</source>
        <translation>多边形 (P)：点击或拖动，双击闭合</translation>
    </message>
    <message>
        <source>Brush (B); [ and ] or Shift+wheel change its size</source>
        <translation>画笔 (B)；[ ] 或 Shift+滚轮调整大小</translation>
    </message>
    <message>
        <source>Rectangle (R)</source>
        <translation>矩形 (R)</translation>
    </message>
    <message>
        <source>Outlines on and off (A); F fills them</source>
        <translation>显示/隐藏勾画 (A)；F 填充</translation>
    </message>
    <message>
        <source>Patch grid on and off (G)</source>
        <translation>显示/隐藏图块网格 (G)</translation>
    </message>
    <message>
        <source>Upright again</source>
        <translation>恢复原方向</translation>
    </message>
    <message>
        <source>Closer (+, wheel, double click)</source>
        <translation>放大（+、滚轮、双击）</translation>
    </message>
    <message>
        <source>Farther (−, wheel)</source>
        <translation>缩小（−、滚轮）</translation>
    </message>
    <message>
        <source>Whole slide (0 or Home)</source>
        <translation>整张切片（0 或 Home）</translation>
    </message>
    <message>
        <source>Turn left (Shift+, by 90°; , by 15°)</source>
        <translation>左转（Shift+, 90°；, 15°）</translation>
    </message>
    <message>
        <source>Turn right (Shift+. by 90°; . by 15°)</source>
        <translation>右转（Shift+. 90°；. 15°）</translation>
    </message>
    <message>
        <source>Picture for the report (K)</source>
        <translation>截图加入报告 (K)</translation>
    </message>
    <message>
        <source>The slide is upright.</source>
        <translation>切片未旋转。</translation>
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
        <source>Slide: explanation</source>
        <translation>切片：解释</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
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
    <message>
        <source>Lesion</source>
        <translation>病灶</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Comparing the files</source>
        <translation>正在比对文件</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Input files</source>
        <translation>输入文件</translation>
    </message>
    <message>
        <source>Comparing with the originals</source>
        <translation>与原件比对</translation>
    </message>
    <message>
        <source>Copying into the library (MB)</source>
        <translation>复制到病例库（MB）</translation>
    </message>
    <message>
        <source>Writing the case (MB)</source>
        <translation>写入病例（MB）</translation>
    </message>
    <message>
        <source>Unpacking the images (MB)</source>
        <translation>解包影像（MB）</translation>
    </message>
    <message>
        <source>Making objects for the chart</source>
        <translation>正在生成病历对象</translation>
    </message>
</context>
<context>
    <name>StudyTree</name>
    <message>
        <source>Patient / series</source>
        <translation>患者 / 序列</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>检查列表</translation>
    </message>
</context>
<context>
    <name>SurvivalArea</name>
    <message>
        <source>Nomogram</source>
        <translation>列线图</translation>
    </message>
    <message>
        <source>No survival model is installed.</source>
        <translation>未安装生存模型。</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
</context>
<context>
    <name>SurvivalPlot</name>
    <message>
        <source>Curve: {endpoint}</source>
        <translation>曲线：{endpoint}</translation>
    </message>
    <message>
        <source>shaded: 95 % limits</source>
        <translation>阴影：95 % 界限</translation>
    </message>
    <message>
        <source>dotted: the training cohort</source>
        <translation>点线：训练队列</translation>
    </message>
</context>
<context>
    <name>SurvivalSection</name>
    <message>
        <source>Reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>Nothing is changed: these are the patient's values</source>
        <translation>未作改动：均为患者的值</translation>
    </message>
    <message>
        <source>◇ what-if, not the patient</source>
        <translation>◇ 假设，非患者实况</translation>
    </message>
    <message>
        <source>Nomogram</source>
        <translation>列线图</translation>
    </message>
    <message>
        <source>Drag a mark: shows how the model reacts, not what a treatment would do.</source>
        <translation>可拖动标记：仅示模型如何反应，不代表治疗效果。</translation>
    </message>
    <message>
        <source>* off the ruler: drawn at its end, counted in full</source>
        <translation>* 超出标尺：画在末端，按实际值计分</translation>
    </message>
    <message>
        <source>Point at the curve to read it off.</source>
        <translation>将光标移到曲线上读数。</translation>
    </message>
</context>
<context>
    <name>ThresholdBar</name>
    <message>
        <source>Between the end strokes: the 95 % interval</source>
        <translation>两端竖线之间：95 % 区间</translation>
    </message>
    <message>
        <source>Grey: the interval holds the threshold, so it speaks for nothing</source>
        <translation>灰色：区间包含阈值，因此不支持任何一方</translation>
    </message>
    <message>
        <source>Thin line below: from the lowest to the highest slice, which is no confidence interval</source>
        <translation>下方细线：从最低层到最高层，不是置信区间</translation>
    </message>
</context>
<context>
    <name>ToolButtons</name>
    <message>
        <source>Polygon (P): click corners or drag; double-click or Enter closes</source>
        <translation>多边形 (P)：点击顶点或拖动；双击或 Enter 闭合</translation>
    </message>
    <message>
        <source>Freehand (F): drag round the lesion</source>
        <translation>手绘 (F)：沿病灶边缘拖动</translation>
    </message>
    <message>
        <source>Brush (B): drag to paint; Alt takes away</source>
        <translation>画笔 (B)：拖动勾画；Alt 减去</translation>
    </message>
    <message>
        <source>Eraser (E): drag to take away</source>
        <translation>橡皮 (E)：拖动擦除</translation>
    </message>
    <message>
        <source>Brush within a range of HU (Shift+B)</source>
        <translation>HU 范围画笔 (Shift+B)</translation>
    </message>
    <message>
        <source>Grow from a click (G)</source>
        <translation>点击区域生长 (G)</translation>
    </message>
    <message>
        <source>Refine the lesion (Shift+R): fill slices, smooth, islands, holes, margin</source>
        <translation>修整病灶 (Shift+R)：填充层间、平滑、孤岛、孔洞、瘤周边缘</translation>
    </message>
</context>
<context>
    <name>ToolRail</name>
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
    <message>
        <source>Another unit converts the value</source>
        <translation>切换单位时数值自动换算</translation>
    </message>
</context>
<context>
    <name>UnlockPanel</name>
    <message>
        <source>This is not the passphrase of the library.</source>
        <translation>这不是病例库的口令。</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>PIN 不正确。</translation>
    </message>
    <message>
        <source>Try again in {seconds} s.</source>
        <translation>请在 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>The screen is locked</source>
        <translation>屏幕已锁定</translation>
    </message>
    <message>
        <source>Passphrase of the library</source>
        <translation>病例库的口令</translation>
    </message>
    <message>
        <source>The library is encrypted on the disk; while the program runs, it is open behind this screen.</source>
        <translation>病例库在磁盘上已加密；程序运行期间，它在此屏幕之后处于打开状态。</translation>
    </message>
    <message>
        <source>PIN of this program</source>
        <translation>本程序的 PIN</translation>
    </message>
    <message>
        <source>The PIN keeps others at this desk from looking in. It encrypts nothing: the computer's own lock and an encrypted library do.</source>
        <translation>PIN 可防止旁人在此查看。它不加密任何内容：真正起保护作用的是电脑自身的锁屏和加密的病例库。</translation>
    </message>
    <message>
        <source>This is only a privacy screen: anybody can continue, since no PIN was set. What protects is the computer's own lock.</source>
        <translation>这只是隐私屏：由于未设置 PIN，任何人都可以继续。真正起保护作用的是电脑自身的锁屏。</translation>
    </message>
    <message>
        <source>Saving goes on by itself.</source>
        <translation>保存会自动继续进行。</translation>
    </message>
    <message>
        <source>Work that was started goes on ({n}).</source>
        <translation>已开始的任务仍在进行（{n} 项）。</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Keep this view as a key image for the report (K)</source>
        <translation>将此视图作为关键图像加入报告 (K)</translation>
    </message>
    <message>
        <source>Scroll, zoom and pan the series together, by patient position (L)</source>
        <translation>按患者位置联动滚动、缩放和平移 (L)</translation>
    </message>
    <message>
        <source>Only series side by side can be linked</source>
        <translation>仅并列显示的序列可以联动</translation>
    </message>
    <message>
        <source>No other series of this patient was found</source>
        <translation>未找到该患者的其他序列</translation>
    </message>
    <message>
        <source>Stop (C)</source>
        <translation>停止 (C)</translation>
    </message>
    <message>
        <source>Play the slices (C)</source>
        <translation>电影播放 (C)</translation>
    </message>
    <message>
        <source>Show what moved the CT model (Shift+O, hold O to peek)</source>
        <translation>显示影响 CT 模型判断的区域（Shift+O，按住 O 临时切换）</translation>
    </message>
    <message>
        <source> /s</source>
        <translation> 层/秒</translation>
    </message>
    <message>
        <source>Slices a second</source>
        <translation>每秒层数</translation>
    </message>
    <message>
        <source>Strength of the explanation</source>
        <translation>解释图的不透明度</translation>
    </message>
    <message>
        <source>Window presets (0 to 9)</source>
        <translation>窗设置预设（0 至 9）</translation>
    </message>
    <message>
        <source>Axial, coronal and sagittal</source>
        <translation>轴位、冠状位和矢状位</translation>
    </message>
    <message>
        <source>Axial alone</source>
        <translation>仅轴位</translation>
    </message>
    <message>
        <source>Two series side by side</source>
        <translation>两个序列并列</translation>
    </message>
    <message>
        <source>Four series side by side</source>
        <translation>四个序列并列</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>This cannot be computed.</source>
        <translation>无法计算。</translation>
    </message>
</context>
<context>
    <name>WindowSettings</name>
    <message>
        <source>The settings of the window could not be read; they are as at first.</source>
        <translation>无法读取窗口设置；已恢复为初始设置。</translation>
    </message>
    <message>
        <source>The file is kept as {file}. Cases are not affected.</source>
        <translation>原文件保留为 {file}。病例不受影响。</translation>
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
