// Command ledgerctl is the book without a window: everything that a counter does, by hand or from a script.
//
// It owns how a command line is read and answered, and nothing of what the book does: flags and wiring only. It writes
// only as a person whose PIN was right, reads PINs from standard input and never from flags, and ends with status 0 only
// when it did what was asked. It must never import fyne.io/fyne/v2/app.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"shouqi/assets"
	"shouqi/cashier/intake"
	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// commandLine is every flag and command; each command has a file of its own and a Run(*desk) error.
type commandLine struct {
	Book           string `placeholder:"FILE" env:"SHOUQI_BOOK" help:"账本文件，也可以放在环境变量 SHOUQI_BOOK 里。"`
	JSON           bool   `name:"json" help:"以 JSON 输出。"`
	As             string `placeholder:"WHO" help:"经办人的工号或姓名；密码从标准输入读，一行一个，先经办人。"`
	Approver       string `placeholder:"WHO" help:"批准人的工号或姓名；密码在经办人之后。"`
	Ask            bool   `help:"没有批准人时不办，先申请审批，只申请这一件；批准以后照样再办一次，不写 --approver 也不写 --ask。"`
	PassLaw        bool   `help:"规定说“应当”的：看过提醒，仍请批准人批准办理；“必须”的谁批准都不办。"`
	PassphraseFile string `placeholder:"FILE" env:"SHOUQI_PASSPHRASE_FILE" help:"账本口令所在的文件，也可以放在环境变量 SHOUQI_PASSPHRASE_FILE 里；restore 和 rebuild 也认恢复密钥。"`

	Init       initCommand        `cmd:"" help:"建一个新账本，给出恢复密钥。"`
	Demo       demoCommand        `cmd:"" help:"建一个有历史的演示小区。"`
	Training   trainingCommands   `cmd:"" help:"练习账本：照真账本建一个，练习和成绩。"`
	Import     importCommands     `cmd:"" help:"导入。"`
	Law        lawCommands        `cmd:"" help:"规定包：当地法规对收费的规定。"`
	Find       findCommand        `cmd:"" help:"按房号、拼音、电话后四位或车牌找一户。"`
	Room       roomCommands       `cmd:"" help:"房产台账：看一户、改一户、加一户。"`
	Space      spaceCommands      `cmd:"" help:"车位：看、改、加。"`
	Steward    stewardCommands    `cmd:"" help:"管家。"`
	Shift      shiftCommands      `cmd:"" help:"开班、清点、交班。"`
	Cash       cashCommands       `cmd:"" help:"放入和取出现金。"`
	Item       itemCommands       `cmd:"" help:"收费项目和模板。"`
	Tariff     tariffCommands     `cmd:"" help:"收费标准：试算、调价。"`
	Bill       billCommands       `cmd:"" help:"账单。"`
	Package    packageCommands    `cmd:"" help:"缴费套餐：一起缴的收费项目。"`
	Concession concessionCommands `cmd:"" help:"减免：空置、长租。"`
	Offer      offerCommands      `cmd:"" help:"预缴减免：缴几期送几期。"`
	Latefee    lateFeeCommands    `cmd:"" help:"违约金。"`
	Collect    collectCommand     `cmd:"" help:"收款。"`
	Pay        payCommands        `cmd:"" help:"微信、支付宝收款：出码、扫付款码、查询、撤销、未了结的。"`
	Keys       keysCommands       `cmd:"" help:"渠道的商户密钥，和账本的恢复密钥。"`
	Void       voidCommand        `cmd:"" help:"作废本班的一笔收款。"`
	Reverse    reverseCommand     `cmd:"" help:"红冲以前的一笔收款。"`
	Meter      meterCommands      `cmd:"" help:"表和读数。"`
	Lease      leaseCommands      `cmd:"" help:"租赁合同。"`
	Receipt    receiptCommand     `cmd:"" help:"收据。"`
	Report     reportCommands     `cmd:"" help:"财务的报表。"`
	Z          zCommands          `cmd:"" name:"z" help:"交班报表。"`
	Prepay     prepayCommands     `cmd:"" help:"预存款：存入、转移、冻结、退、自动抵扣、还有多少。"`
	Deposit    depositCommands    `cmd:"" help:"押金：收、验收、抵扣、冻结、转移、退、还在多少。"`
	Refund     refundCommands     `cmd:"" help:"退款：申请，由批准人批准，再付。"`
	Approval   approvalCommands   `cmd:"" help:"审批：批准人不在时先申请，批准以后再办。"`
	Trail      trailCommand       `cmd:"" help:"操作记录：谁在什么时候、在哪个柜台、对谁做了什么。"`
	Record     recordCommands     `cmd:"" help:"收款码收的款，渠道没有核实。"`
	Verify     verifyCommands     `cmd:"" help:"完整检查账本；验一张收据的真伪。"`
	Rebuild    rebuildCommand     `cmd:"" help:"由全部记录重新推算账本。"`
	Backup     backupCommand      `cmd:"" help:"备份，柜台可以照常工作。"`
	Counter    counterCommands    `cmd:"" help:"柜台：停用，到别的电脑上接着用。"`
	Join       joinCommand        `cmd:"" help:"让这台电脑也成为一本账的柜台：先申请，再用邀请加入。"`
	Invite     inviteCommand      `cmd:"" help:"让一台申请加入的电脑成为新的柜台。标准输入：经办人和批准人的密码。"`
	Exchange   exchangeCommand    `cmd:"" help:"和别的柜台交换记录：写给它们，或收它们写的。"`
	Conflicts  conflictsCommands  `cmd:"" help:"两个柜台同时做、对不上的事，和钱记到了哪里。"`
	Restore    restoreCommand     `cmd:"" help:"用备份恢复。"`
	Staff      staffCommands      `cmd:"" help:"人员。"`
	Bench      benchCommand       `cmd:"" help:"测速：把每个速度目标和同一块硬盘比，写下结果。"`
	Parking    parkCommands       `cmd:"" help:"停车费。"`
	Policy     policyCommands     `cmd:"" help:"账本的设置。"`
	Device     deviceCommands     `cmd:"" help:"打印机：找接口、打测试页。"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now)
	stop()
	os.Exit(status)
}

// Exit statuses beside 0.
const (
	statusRefused = 1
	statusUsage   = 2
)

// run reads the arguments, does the command and gives the exit status.
func run(ctx context.Context, arguments []string, stdin io.Reader, stdout, stderr io.Writer, now func() time.Time) int {
	line := commandLine{Collect: collectCommand{Slips: slipFlags()}, Prepay: prepayCommands{Take: prepayTakeCommand{Slips: slipFlags()}},
		Deposit: depositCommands{Take: depositTakeCommand{Slips: slipFlags()}},
		Pay:     payCommands{Show: payShowCommand{paying: paying{collectCommand: collectCommand{Slips: slipFlags()}}}, Charge: payChargeCommand{paying: paying{collectCommand: collectCommand{Slips: slipFlags()}}}}}
	isJSON := slices.Contains(arguments, "--json")
	stdout, stderr = &plainOutput{out: stdout, isJSON: &isJSON}, &plainOutput{out: stderr, isJSON: &isJSON}
	parser, err := kong.New(&line, kong.Name("ledgerctl"), kong.Vars{"purposes": purposeHelp}, kong.Writers(stdout, stderr),
		kong.Description("收讫账本的命令行。写账都以人的名义：--as 和 --approver，密码从标准输入读。"))
	if err != nil {
		return complain(stderr, false, fmt.Errorf("read the commands: %w", err), statusUsage)
	}
	parser.Model.HelpFlag.Help = "显示用法。"
	parsed, err := parser.Parse(arguments)
	if err != nil {
		return complain(stderr, isJSON, atFlag(err, wordedUsage(err)), statusUsage)
	}
	isJSON = line.JSON
	if err := errors.Join(givenOnce(parsed), givenWhole(parsed)); err != nil {
		return complain(stderr, line.JSON, err, statusUsage)
	}
	if err := parsed.Run(newDesk(ctx, &line, stdin, stdout, stderr, now)); err != nil {
		return complain(stderr, line.JSON, err, statusRefused)
	}
	return 0
}

// givenOnce refuses a flag of one value that was given twice: the second would silently take the place of the first, and
// money handed over twice would be taken once.
func givenOnce(parsed *kong.Context) error {
	seen := make(map[*kong.Flag]bool)
	for _, path := range parsed.Path {
		flag := path.Flag
		if flag == nil || path.Resolved || flag.IsCumulative() || flag.IsBool() {
			continue
		}
		if seen[flag] {
			return store.Refuse(codeFlagTwice, "--"+flag.Name)
		}
		seen[flag] = true
	}
	return nil
}

// named are the flags that name what a command is about. Without a value, as in --room "$R" of an unset R, they would mean all
// there are, and a request without an id would not be known again.
var named = []string{"room", "space", "number", "bill", "item", "package", "request-id"}

// givenWhole refuses such a flag that was given and names nothing.
func givenWhole(parsed *kong.Context) error {
	for _, path := range parsed.Path {
		flag := path.Flag
		if flag == nil || path.Resolved || !slices.Contains(named, flag.Name) {
			continue
		}
		switch value := flag.Target.Interface().(type) {
		case string:
			if strings.TrimSpace(value) == "" {
				return store.Refuse(codeFlagEmpty, "--"+flag.Name)
			}
		case []string:
			if slices.ContainsFunc(value, func(one string) bool { return strings.TrimSpace(one) == "" }) || len(value) == 0 {
				return store.Refuse(codeFlagEmpty, "--"+flag.Name)
			}
		}
	}
	return nil
}

// complain writes an error as a person's sentence, or as JSON with its code.
func complain(stderr io.Writer, asJSON bool, err error, status int) int {
	sentence := words.Explain(err, assets.Chinese)
	if how := howTo(err); how != "" {
		sentence += "\n" + how
	}
	var flag *flagError
	if errors.As(err, &flag) {
		sentence = flag.name + "：" + sentence
	}
	if !asJSON {
		if _, err := fmt.Fprintln(stderr, sentence); err != nil {
			return statusUsage // nobody hears the sentence; the status still says that it was not done
		}
		return status
	}
	type complaint struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	encoder := json.NewEncoder(stderr)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(map[string]complaint{"error": {codeOf(err), sentence}}) != nil {
		return statusUsage
	}
	return status
}

// codeOf returns a stable code for an error, "internal" for one that nobody has words for.
func codeOf(err error) string {
	var typed *store.Error
	if errors.As(err, &typed) {
		return typed.Code
	}
	var file *intake.FileError
	switch {
	case errors.As(err, &file):
		return intake.CodeFile
	case errors.Is(err, money.ErrSyntax), errors.Is(err, money.ErrPrecision), errors.Is(err, money.ErrRange):
		return "money"
	case errors.Is(err, calendar.ErrDate):
		return calendar.CodeDate
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return store.CodeInternal
}
