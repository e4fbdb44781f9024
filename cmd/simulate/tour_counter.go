package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"shouqi/cashier/ui/telling"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// counterDay is a day at the counter on the demo estate, from the float to the workbook for finance.
func (t *tour) counterDay() error {
	path := filepath.Join(t.home, "demo", "demo.book")
	if err := t.openDemo(path); err != nil {
		return err
	}
	if err := t.reopen(path); err != nil {
		return err
	}
	homes, err := t.debtors(path, 12)
	if err != nil {
		return err
	}
	for _, part := range []func(path string, homes []debtor) error{t.openShift, t.takeCash, t.undo, t.otherWays, t.hasty, t.codes, t.closeShift} {
		if err := part(path, homes); err != nil {
			return err
		}
	}
	if err := t.closeBook(); err != nil {
		return err
	}
	if err := t.press([]string{"ctrl+q"}); err != nil {
		return err
	}
	if err := t.leave(); err != nil {
		return err
	}
	return t.verify(path, vault.Key{Demo: true})
}

// openDemo opens the counter on a new demo book, up to the sign-in.
func (t *tour) openDemo(path string) error {
	if err := t.open("--demo", path, "--printer", "tcp://"+t.paper.Address()+"?paper=80"); err != nil {
		return err
	}
	return t.play(step{"演示账本", nil, t.titled("登录")})
}

// counting types a count of cash from the first denomination; Enter goes to the next line and commits at the last.
func counting(fen money.Fen) ([]string, error) {
	count, err := till.CountOf(fen)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, pieces := range count {
		if pieces > 0 {
			keys = append(keys, "type:"+strconv.Itoa(pieces))
		}
		keys = append(keys, "Return")
	}
	return keys, nil
}

func (t *tour) openShift(path string, _ []debtor) error {
	_, last, err := t.payments(path)
	if err != nil {
		return err
	}
	if last.ClosedSeq == 0 {
		return errors.New("tour: 演示账本里有没交的班")
	}
	float, err := counting(last.LeftFen)
	if err != nil {
		return err
	}
	return t.play(
		step{"收银员登录", []string{"type:101", "Return", "type:8642", "Return"}, t.titled("交班")},
		step{"清点备用金", float[:len(float)-1], handled},
		step{"开班", float[len(float)-1:], func() (bool, error) {
			_, shift, err := t.payments(path)
			return err == nil && shift.ClosedSeq == 0, err
		}},
	)
}

// paid is whether the shift has so many payments and undoings, and the newest receipt is on paper as the book has it.
func (t *tour) paid(path, code string, count int) condition {
	return func() (bool, error) {
		all, _, err := t.payments(path)
		if err != nil || len(all) < count {
			return false, err
		}
		newest := all[count-1]
		if _, ok := t.paperWith(newest.Number, "收据"); !ok {
			return false, nil
		}
		return true, t.compare(newest, code)
	}
}

// takeCash finds a room by its digits and takes cash with change, then another by what finds it alone, exactly.
func (t *tour) takeCash(path string, homes []debtor) error {
	first, second := homes[0], homes[1]
	kicks := len(t.paper.Kicks())
	err := t.play(
		step{"按房号找到", []string{"type:" + digitsOf(first.code), "Return"}, t.desk("tendering", first.code)},
		step{"打印缴费通知单", []string{"F11", "period", "1"}, t.printed("缴费通知单", first.code)},
		step{"输入收到的现金", []string{"type:" + cashFor(first.owed)}, t.desk("tendering", first.code)},
		step{"收款找零", []string{"Return"}, t.paid(path, first.code, 1)},
		step{"按首字母找", []string{"type:" + second.typed}, t.desk("choosing", first.code)},
		step{"打开这一户", []string{"Return"}, t.desk("tendering", second.code)},
		step{"收正好的现金", []string{"Return"}, t.paid(path, second.code, 2)},
		step{"补打", []string{"F5"}, t.printed("补打")},
	)
	if err == nil && len(t.paper.Kicks()) != kicks+2 {
		err = fmt.Errorf("tour: 收了两笔现金，钱箱开了 %d 次", len(t.paper.Kicks())-kicks)
	}
	return err
}

// printed is whether some paper has the words.
func (t *tour) printed(words ...string) condition {
	return func() (bool, error) {
		_, ok := t.paperWith(words...)
		return ok, nil
	}
}

// undo voids the newest receipt with the supervisor's PIN, both copies taken back.
func (t *tour) undo(path string, _ []debtor) error {
	return t.play(
		step{"收据", []string{"F3"}, t.titled("收据")},
		step{"作废要批准人", []string{"F6"}, t.asks("作废")},
		step{"填好作废", []string{"type:2", "Return", "type:2", "Return", "type:200", "Return", "type:2468"}, every(t.asks("作废"), t.typing("input 4", 4))},
		step{"已作废", []string{"Return"}, func() (bool, error) {
			all, _, err := t.payments(path)
			if err != nil || len(all) < 3 {
				return false, err
			}
			_, printed := t.paperWith(all[1].Number, "作废")
			return printed && all[2].Kind == till.Void && all[2].TotalFen == -all[1].TotalFen, nil
		}},
		step{"回到收银", []string{"F2"}, t.titled("收银")},
	)
}

// otherWays takes part of one bill in cash, and all of a household by card.
func (t *tour) otherWays(path string, homes []debtor) error {
	part, card := homes[2], homes[3]
	err := t.play(
		step{"再找一户", []string{"type:" + part.code, "Return"}, t.desk("tendering", part.code)},
		step{"改为部分缴", []string{"F4"}, nil},
		step{"部分金额", []string{"type:5", "Return"}, every(t.desk("tendering", part.code), t.is(func(told telling.Line) bool { return told.SumFen < int64(part.owed) }))},
		step{"收部分", []string{"Return"}, t.paid(path, part.code, 4)},
		step{"第四户", []string{"type:" + card.code, "Return"}, t.desk("tendering", card.code)},
		step{"换支付方式", []string{"F8"}, nil},
		step{"填交易单号，选刷卡", []string{"type:88001234", "Return", "1"}, t.typing("reference", 8)},
		step{"刷卡收款", []string{"Return"}, t.paid(path, card.code, 5)},
	)
	if err != nil {
		return err
	}
	all, _, err := t.payments(path)
	if err == nil && (len(all) != 5 || all[4].Tenders[0].Kind != till.Card || all[4].TotalFen != card.owed) {
		err = errors.New("tour: 刷卡的这一笔和欠费对不上")
	}
	return err
}

// slipKeys are the keys that count the card slips of a shift: how many, and what they come to.
func slipKeys(taken []till.Payment) []string {
	count, sum := 0, money.Fen(0)
	for _, payment := range taken {
		for _, tender := range payment.Tenders {
			if tender.Kind == till.Card {
				count++
				sum += tender.Fen
			}
		}
	}
	return []string{"type:" + strconv.Itoa(count), "Return", "type:" + sum.String(), "Return"}
}

// closeShift counts blind, hands over to the next cashier by PIN, reads the Z report back and exports the day.
func (t *tour) closeShift(path string, _ []debtor) error {
	fen, err := t.drawer(path)
	if err != nil {
		return err
	}
	count, err := counting(fen.DownToJiao())
	if err != nil {
		return err
	}
	taken, shift, err := t.payments(path)
	if err != nil {
		return err
	}
	slips := slipKeys(taken)
	counted := func(times int) func() (bool, error) {
		return func() (bool, error) {
			_, now, err := t.payments(path)
			return err == nil && now.Counts == times, err
		}
	}
	workbook := filepath.Join(t.home, "收讫", fmt.Sprintf("日报-%s.xlsx", shift.BusinessOn))
	err = t.play(
		step{"交班盲点", []string{"ctrl+3"}, t.titled("交班")},
		step{"点好现金", count[:len(count)-1], handled},
		step{"账款相符", count[len(count)-1:], counted(1)},
		step{"清点凭条", slips, handled},
		step{"交接给下一班", []string{"Return", "type:102", "Return", "type:7531"}, nil},
		step{"已交班", []string{"Return"}, func() (bool, error) {
			_, now, err := t.payments(path)
			_, printed := t.paperWith("交班报表", fmt.Sprintf("第 %d 班", shift.No))
			return err == nil && now.ClosedSeq > 0 && printed, err
		}},
		step{"导出当日", []string{"F6"}, exists(workbook)},
	)
	if err != nil {
		return err
	}
	if err := t.compareZ(path, shift); err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	return t.play(step{"完成回到登录", []string{"Return"}, t.titled("登录")})
}
