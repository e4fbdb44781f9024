package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"shouqi/ledger/payment"
)

// codesCount is how many households pay by code in the bench.
const codesCount = 8

// answers are when the pretend channels answered.
type answers struct {
	mu  sync.Mutex
	all []answered
}

type answered struct {
	path string
	at   time.Time
}

// watch notes when each answer has left.
func (a *answers) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.all = append(a.all, answered{r.Method + " " + r.URL.Path, time.Now()})
	})
}

// of returns when the channel answered about an order since a moment.
func (a *answers) of(no string, since time.Time) (at []time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, one := range a.all {
		if strings.HasPrefix(one.path, http.MethodGet) && strings.Contains(one.path, no) && one.at.After(since) {
			at = append(at, one.at)
		}
	}
	return at
}

// gaps are the times between two questions about one order.
type gaps struct{ tookMS []int64 }

func (g *gaps) note(at []time.Time) {
	for i := 1; i < len(at); i++ {
		g.tookMS = append(g.tookMS, at[i].Sub(at[i-1]).Milliseconds())
	}
}

func (g gaps) sentence() string {
	if len(g.tookMS) == 0 {
		return "同一笔两次查询的间隔：没有第二次"
	}
	least := slices.Min(g.tookMS)
	return fmt.Sprintf("同一笔两次查询的间隔：最少 %d ms（%d 次；目标 ≥ %d ms，%s）", least, len(g.tookMS), askGoalMS, verdict(least >= askGoalMS))
}

// payByCode opens a household, shows its code, lets the phone pay and notes the waits. It is the count-th payment, and each has one receipt.
func (t *tour) payByCode(home debtor, count int, shown, printed *waits, asked *gaps) error {
	if err := t.play(step{"开 " + home.code, []string{"type:" + home.typed, "Return"}, t.desk("tendering", home.code)}); err != nil {
		return err
	}
	began := time.Now()
	if err := t.play(step{"码 " + home.code, []string{"slash"}, t.desk("collecting", home.code)}); err != nil {
		return err
	}
	shown.note(t.window.listener.told())
	orders := t.channels.bank.Open(1)
	if len(orders) != 1 {
		return fmt.Errorf("bench: %d 笔等着付", len(orders))
	}
	no := orders[0].No
	if err := t.wait(func() (bool, error) { return len(t.answers.of(no, began)) >= 2, nil }); err != nil {
		return err
	}
	paper := make(chan time.Time, 1)
	ctx, cancel := context.WithTimeout(t.ctx, t.patience)
	defer cancel()
	if err := t.wait(func() (bool, error) { return len(t.paper.Receipts()) == count-1, nil }); err != nil {
		return err
	}
	go func() {
		if _, err := t.paper.Receipt(ctx, count-1); err == nil {
			paper <- time.Now()
		}
		close(paper)
	}()
	paid := time.Now()
	if err := t.channels.bank.Pay(payment.WeChat, no); err != nil {
		return err
	}
	out, isOut := <-paper
	if !isOut {
		return fmt.Errorf("bench: %s 的收据没有打出来", home.code)
	}
	answer := t.answers.of(no, paid)
	if len(answer) == 0 {
		return fmt.Errorf("bench: 渠道没有答过 %s", home.code)
	}
	printed.TookMS = append(printed.TookMS, out.Sub(answer[0]).Milliseconds())
	asked.note(t.answers.of(no, began))
	return t.play(step{"付了 " + home.code, nil, t.desk("taken", home.code)})
}
