package cmd_test

// readsOthers are files whose Chinese is what other people's sheets say, to be understood and never written.
var readsOthers = []string{
	"cashier/intake/field.go", "cashier/intake/readings_head.go", "cashier/intake/build.go", "cashier/intake/date.go",
}

// waiting are places that are being reworded elsewhere and whose words are held again when that has landed.
var waiting = []string{"cashier/paper/", "ledger/report/", "ledger/till/zreport.go", "assets/tariffs/"}

// counter is where a cashier reads: not in the reports, where finance has its own words.
var counter = []string{"desk.", "checkout.", "error.", "ui.", "receipts.", "shift.", "charges.", "run.", "leases.", "month.", "settings.", "cmd/ledgerctl/bill", "cmd/ledgerctl/item", "cmd/ledgerctl/collect"}

// glossary is the table of words: the term and what is not to be said for it.
var glossary = []entry{
	{term: "收到现金", not: []string{"实收现金", "现金 收"}},
	{term: "张（账单）", not: []string{"待缴 %[1]d 行", "应收 %[1]d 行"}},
	{term: "缴费截止日", not: []string{"到期"}, but: []string{"租户到期日", "到期检定", "到期续签", "合同到期"},
		besides: []string{"leases.", "error.lease.", "cmd/ledgerctl/lease.go"}},
	{term: "欠费：期初欠费", not: []string{"历史欠费"}},
	{term: "代缴", not: []string{"代付", "代交"}, but: []string{"代收代付", "代交班"}},
	{term: "交款人", not: []string{"抬头", "代付人"}},
	{term: "缴", not: []string{"要交", "内交", "谁来交", "交账单", "能交"}, but: []string{"要交班", "要交房", "要交接", "要交给财务"}},
	{term: "预存款", not: []string{"预存", "充值", "用掉预存"}, but: []string{"预存款"}},
	{term: "预缴至", not: []string{"收到某日", "收到哪"}},
	{term: "预缴", not: []string{"预收"}, only: counter},
	{term: "部分缴", not: []string{"改金额", "部分收款"}},
	{term: "支付方式", not: []string{"收款方式"}},
	{term: "交易单号", not: []string{"凭证号", "单号"}, but: []string{"交易单号", "记账凭证号"}},
	{term: "收据", not: []string{"单据", "票据"}},
	{term: "补打", not: []string{"重打", "再打"}, but: []string{"再打开", "再打一张收据"}},
	{term: "红字收据", not: []string{"红冲单", "红冲收据", "红冲的收据"}},
	{term: "重算差额 / 冲减 / 补差", not: []string{"补收", "调整单", "待调整", "补差冲减"}},
	{term: "减免", not: []string{"优惠"}, but: []string{"租金优惠", "长租优惠"}},
	{term: "违约金", not: []string{"滞纳金"}},
	{term: "收费项目 / 会计科目", not: []string{"费项", "科目"}, but: []string{"费项目", "会计科目"}},
	{term: "调价 / 收费标准", not: []string{"改价", "收费规则"}},
	{term: "计费依据 / 分摊方式 / 计算过程", not: []string{"量什么", "依据", "怎么算的"}, but: []string{"计费依据", "依据文件"}, besides: []string{"charges.source"}},
	{term: "计费周期", not: []string{"周期"}, but: []string{"计费周期", "阶梯周期", "交租周期"}},
	{term: "费用期间", not: []string{"账期", "所属期间", "这段时间"}, besides: []string{"ledger/report/"}},
	{term: "定额", not: []string{"固定"}, but: []string{"固定车位"}},
	{term: "已出 / 另出", not: []string{"已开", "另开"}, but: []string{"已开班"}},
	{term: "试算", not: []string{"预览", "读取并试算"}},
	{term: "本公司收入", not: []string{"收入"}, but: []string{"本公司收入"}},
	{term: "代收代付", not: []string{"代收"}, but: []string{"代收代付", "代收的"}},
	{term: "收款商户", not: []string{"分账"}},
	{term: "接收上交现金", not: []string{"接班收钱"}},
	{term: "账款相符", not: []string{"账款一致", "相符"}, but: []string{"账款相符"}},
	{term: "放入 / 取出", not: []string{"领入"}},
	{term: "营业日", not: []string{"业务日"}},
	{term: "收银员", not: []string{"收费员"}},
	{term: "批准人", not: []string{"复核人", "确认人", "第二个人", "另一个人"}},
	{term: "手写收据号 / 实际收款日", not: []string{"原始单号", "收款日期"}},
	{term: "房产台账", not: []string{"登记表", "房屋登记", "房产登记"}, but: []string{"登记表号"}},
	{term: "交房日期", not: []string{"交付日期"}},
	{term: "自定义字段", not: []string{"自有字段"}},
	{term: "不能导入 / 暂不导入", not: []string{"不收"}, only: []string{"readings.", "intake.", "error.intake.", "error.meter.", "cashier/intake/", "cmd/ledgerctl/import"}},
	{term: "保留", not: []string{"照收"}, only: []string{"readings.", "intake.", "error.meter.", "cmd/ledgerctl/import"}},
	{term: "上期 / 本期", not: []string{"上次", "这次"}, only: []string{"readings.", "error.meter."}},
	{term: "租赁合同", not: []string{"租约"}},
	{term: "账本口令", not: []string{"口令"}, but: []string{"账本口令"}},
	{term: "这台电脑保存的密钥", not: []string{"钥匙串"}},
	{term: "完整检查", not: []string{"全面校验", "全面检查"}},
	{term: "快捷键", not: []string{"键位", "按键卡"}},
	{term: "返回", not: []string{"退一步"}},
	{term: "请按 Esc 返回再打开", not: []string{"刷新"}},
	{term: "您", not: []string{"你"}},
}
