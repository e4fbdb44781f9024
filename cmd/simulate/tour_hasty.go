package main

import (
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/money"
)

// hasty works the keys as hands do that do not wait: another household over an open one, keys that bounce and keys that are
// held, a double click, an amount typed before the household was there. Each time the book has exactly what was meant.
func (t *tour) hasty(path string, homes []debtor) error {
	for _, part := range []func(path string, homes []debtor) error{t.changeOver, t.pressTwice, t.typeAhead, t.voidInOneGo} {
		if err := part(path, homes[4:]); err != nil {
			return err
		}
	}
	return nil
}

// changeOver opens a household over another one, and locks the counter out of a search that was begun over it: who
// comes back finds the household open, and nothing of the search.
func (t *tour) changeOver(_ string, homes []debtor) error {
	first, second := homes[0], homes[1]
	return t.play(
		step{"开着一户", []string{"type:" + digitsOf(first.code), "Return"}, t.desk("tendering", first.code)},
		step{"再找别的户", []string{"F2"}, every(t.desk("tendering", first.code), t.typing("search", 0))},
		step{"换成另一户", []string{"type:" + digitsOf(second.code), "Return"}, t.desk("tendering", second.code)},
		step{"又找到一半", []string{"F2", "type:30"}, every(t.desk("choosing", second.code), t.typing("search", 2))},
		step{"锁屏", []string{"ctrl+l"}, t.titled("登录")},
		step{"解锁回来", []string{"type:101", "Return", "type:8642", "Return"}, t.desk("tendering", second.code)},
		step{"放下这一户", []string{"Escape"}, every(t.desk("idle", ""), t.typing("search", 0))},
	)
}

// pressTwice presses Enter twice within a bounce, holds it, and presses it properly; then the same household's button is
// clicked twice. The sixth payment of the shift is by the one Enter, the seventh by the one click.
func (t *tour) pressTwice(path string, homes []debtor) error {
	first, second := homes[1], homes[2]
	err := t.play(
		step{"Enter 连跳两下", []string{"type:" + digitsOf(first.code), "bounce:Return Return"},
			every(t.desk("tendering", first.code), t.says("desk.early"), t.count(path, 5))},
		step{"不收这一户", []string{"Escape", "Escape"}, t.desk("idle", "")},
		step{"Enter 按住不放", []string{"type:" + digitsOf(first.code), "hold:Return"}, every(t.desk("tendering", first.code), t.count(path, 5))},
		step{"看清了再按一次", []string{"Return"}, every(t.desk("taken", first.code), t.paid(path, first.code, 6))},
		step{"下一户", []string{"type:" + digitsOf(second.code), "Return"}, t.desk("tendering", second.code)},
		step{"双击收款", []string{doubled}, every(t.desk("taken", second.code), t.paid(path, second.code, 7))},
	)
	if err != nil {
		return err
	}
	return t.once(path, 7)
}

// once says whether the shift has just so many payments, and the newest has just one paper.
func (t *tour) once(path string, count int) error {
	all, _, err := t.payments(path)
	if err != nil {
		return err
	}
	if len(all) != count {
		return fmt.Errorf("tour: 应该有 %d 笔，账本里有 %d 笔", count, len(all))
	}
	papers := 0
	for _, receipt := range t.paper.Receipts() {
		if hasAll(strings.Join(receipt.Lines, "\n"), []string{all[count-1].Number, "收据"}) {
			papers++
		}
	}
	if papers != 1 {
		return fmt.Errorf("tour: 收据 %s 打了 %d 张", all[count-1].Number, papers)
	}
	return nil
}

// typeAhead types a room, Enter and the cash received in one go: the cash stands in the amount.
func (t *tour) typeAhead(path string, homes []debtor) error {
	home := homes[3]
	tendered := cashFor(home.owed)
	return t.play(
		step{"房号和金额一口气输完", []string{"rush:" + keysOf(digitsOf(home.code)) + " Return " + keysOf(tendered)},
			every(t.desk("tendering", home.code), t.typing("amount", len(tendered)), t.count(path, 7))},
		step{"收一口气输完的这一笔", []string{"Return"}, every(t.desk("taken", home.code), t.paid(path, home.code, 8))},
	)
}

// voidInOneGo types everything of a void, up to the supervisor's PIN, before 单据 was there: the PIN stands whole in its own
// field and nowhere else, and nothing is undone.
func (t *tour) voidInOneGo(path string, _ []debtor) error {
	return t.play(
		step{"作废一口气输到 PIN", []string{"rush:F3 F6 2 Return 2 Return 2 0 0 Return 2 4 6 8"},
			every(t.asks("作废"), t.typing("input 4", 4), t.count(path, 8))},
		step{"不作废", []string{"Escape"}, every(t.titled("收据"), t.typing("text", 0))},
		step{"PIN 不在收银", []string{"F2"}, every(t.titled("收银"), t.typing("search", 0), t.count(path, 8))},
	)
}

// cashFor returns the cash that is handed over for a sum, in whole hundreds as they are typed.
func cashFor(owed money.Fen) string {
	return strconv.FormatInt(int64((owed/100_00+1)*100), 10)
}

// count is whether the shift has just so many payments and undoings.
func (t *tour) count(path string, count int) condition {
	return func() (bool, error) {
		all, _, err := t.payments(path)
		return err == nil && len(all) == count, err
	}
}
