package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"shouqi/cashier"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

const (
	benchPIN       = "8642"
	benchFirstPIN  = "50817"
	benchKeySuffix = ".key" // beside a book that has one
	benchBillFen   = money.Fen(28047)
	benchItem      = "物业费"
	benchSurnames  = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
	benchGivenName = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海峰雪梅春生红波宇婷佳琪子涵欣怡浩然思远晨曦"
)

// makeBenchBook makes a demo book of so many rooms, each with an owner, and so many monthly bills a room, through the same
// commands a counter uses.
func makeBenchBook(ctx context.Context, path string, rooms, billsPerRoom int) error {
	return makeBenchBookOf(ctx, path, benchRows(rooms), billsPerRoom)
}

func makeBenchBookOf(ctx context.Context, path string, rows []estate.Row, billsPerRoom int) error {
	founding := benchFounding()
	founding.Demo = true
	if _, err := ledger.Create(ctx, path, founding); err != nil {
		return err
	}
	return fillBenchBook(ctx, path, rows, billsPerRoom)
}

// makeRealBenchBook makes one as a counter has it: with keys, and remembered by the machine. Of the keys the recovery key opens it, because a
// passphrase is slow on purpose and a counter has the system's keyring.
func makeRealBenchBook(ctx context.Context, path string, rooms, billsPerRoom int) error {
	founding := benchFounding()
	founding.Passphrase, founding.Witness = "bench "+benchPIN, benchWitness(path)
	recovery, err := ledger.Create(ctx, path, founding)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+benchKeySuffix, []byte(recovery), 0o600); err != nil {
		return err
	}
	return fillBenchBook(ctx, path, benchRows(rooms), billsPerRoom)
}

func benchFounding() ledger.Founding {
	return ledger.Founding{Estate: "测速花园", Company: "测速物业", Counter: "01", Manager: staff.Entry{Code: "100", Name: "测速"}, ManagerPIN: benchPIN}
}

func benchWitness(path string) witness.Place {
	return witness.Place{Folder: path + ".witness", Machine: "bench"}
}

// benchOptions opens a book of either kind.
func benchOptions(path string) (ledger.OpenOptions, error) {
	recovery, err := os.ReadFile(path + benchKeySuffix)
	if errors.Is(err, os.ErrNotExist) {
		return ledger.OpenOptions{}, nil
	}
	return ledger.OpenOptions{Key: vault.Key{Recovery: string(recovery)}, Witness: benchWitness(path)}, err
}

// openBenchCounter opens a book of either kind to a ready desk.
func openBenchCounter(ctx context.Context, path string) (*cashier.Counter, error) {
	options, err := benchOptions(path)
	if err != nil {
		return nil, err
	}
	counter, _, err := cashier.Open(ctx, path, options)
	return counter, err
}

func fillBenchBook(ctx context.Context, path string, rows []estate.Row, billsPerRoom int) (err error) {
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if _, err := book.TakeRegister(ctx, actor, ledger.Register{FileHash: "bench", Rooms: rows}, false); err != nil {
		return err
	}
	for month := range billsPerRoom {
		bills := make([]billing.NewBill, len(rows))
		for i := range bills {
			bills[i] = benchBill(rows[i].Code, month)
		}
		err := book.Store.Write(ctx, func(tx *store.Tx) error {
			request := journal.Request{ID: fmt.Sprintf("bench-%d", month), Digest: []byte{byte(month)}}
			_, err := book.Billing.Issue(tx, request, actor.ID(), staff.Consent{}, bills)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func openBenchBook(ctx context.Context, path string) (*ledger.Book, staff.Actor, error) {
	options, err := benchOptions(path)
	if err != nil {
		return nil, staff.Actor{}, err
	}
	book, findings, err := ledger.Open(ctx, path, options)
	if err != nil {
		return nil, staff.Actor{}, err
	}
	if len(findings) > 0 {
		return nil, staff.Actor{}, errors.Join(fmt.Errorf("the bench's book has %d findings", len(findings)), book.Close())
	}
	actor, err := book.Staff.SignIn(ctx, "100", benchPIN)
	if err != nil {
		return nil, staff.Actor{}, errors.Join(err, book.Close())
	}
	return book, actor, nil
}

func benchRows(rooms int) []estate.Row {
	rows := make([]estate.Row, rooms)
	for i := range rows {
		rows[i] = benchRow(i)
	}
	return rows
}

func benchRow(i int) estate.Row {
	building, unit, floor, door := i/400+1, i/100%4+1, i/4%25+1, i%4+1
	surnames, given := []rune(benchSurnames), []rune(benchGivenName)
	name := string(surnames[i*7%len(surnames)]) + string(given[i*13%len(given)]) + string(given[i*29/3%len(given)])
	number := fmt.Sprintf("%d%02d", floor, door)
	return estate.Row{Code: fmt.Sprintf("%d-%d-%s", building, unit, number), Building: fmt.Sprint(building), Unit: fmt.Sprint(unit), Floor: floor,
		Number: number, AreaCentiM2: int64(8000 + i%6000), State: "自住",
		Owners: []estate.RowParty{{Kind: estate.Natural, Name: name, Phones: []string{fmt.Sprintf("139%08d", i*31%100_000_000)}, ShareBasisPoints: 10000}}}
}

func benchBill(code string, month int) billing.NewBill {
	from := calendar.Of(time.Date(2022, time.Month(month+1), 1, 0, 0, 0, 0, calendar.Zone))
	to := calendar.Of(time.Date(2022, time.Month(month+2), 1, 0, 0, 0, 0, calendar.Zone)).AddDays(-1)
	return billing.NewBill{Item: benchItem, Object: estate.ObjectID(estate.Room, code), FromOn: from, ToOn: to, Kind: billing.Income, DueOn: from,
		AmountFen: benchBillFen, Steps: []string{"98.41 m² × 2.85 元 × 1 月"}}
}

// measurePayments takes payments of three bills each, in turn with raw writes of the same disk: what a commit must at
// least cost. The raw write is of three pages; a payment's commit writes 23 to the WAL, most of them of indexes.
func (b *benchCommand) measurePayments(ctx context.Context, path string) (one figure, err error) {
	size := b.sizes()
	book, actor, err := openBenchBook(ctx, path)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if _, err := book.Till.Open(ctx, actor, till.Opening{Counted: till.Count{}}); err != nil {
		return one, err
	}
	raw, err := os.OpenFile(path+".raw", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	block := make([]byte, 12<<10)
	if _, err := raw.Write(block); err != nil {
		return one, err
	}
	stop, err := b.profile()
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var took, disk []time.Duration
	for i := range size.payments {
		order := benchOrder(i%size.rooms, i/size.rooms)
		started := time.Now()
		if _, err := book.Till.Receive(ctx, actor, order); err != nil {
			return one, err
		}
		took = append(took, time.Since(started))
		started = time.Now()
		if _, err := raw.WriteAt(block, 0); err != nil {
			return one, err
		}
		if err := dataSync(raw); err != nil {
			return one, err
		}
		disk = append(disk, time.Since(started))
	}
	warm := len(took) / 10 // the first tenth fills the caches
	one = figure{Name: fmt.Sprintf("one durable payment of 3 bills, %d bills", size.rooms*size.billsPerRoom), Against: "fdatasync",
		Goal: "p50 <= 2 x fdatasync + 0.3 ms; p99 <= 3 ms or 10 x the disk's p99"}
	one.P50MS, one.P99MS = percentiles(took[warm:])
	one.OtherP50, one.OtherP99 = percentiles(disk[warm:])
	one.Ratio = one.P50MS / one.OtherP50
	one.Met = one.P50MS <= 2*one.OtherP50+0.3 && one.P99MS <= max(3, 10*one.OtherP99)
	return one, nil
}

func benchOrder(room, round int) till.Order {
	code := benchRow(room).Code
	order := till.Order{RequestID: fmt.Sprintf("pay-%d-%d", room, round), Room: estate.ObjectID(estate.Room, code),
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 3 * benchBillFen}, {Kind: till.Rounding, Fen: 1}}}
	order.Tenders[0].Fen -= 1
	for month := range 3 {
		bill := benchBill(code, 3*round+month)
		order.Bills = append(order.Bills, till.BillPart{Bill: billing.BillID(bill.Item, bill.Object, bill.FromOn, bill.ToOn, 0), Fen: benchBillFen})
	}
	return order
}
