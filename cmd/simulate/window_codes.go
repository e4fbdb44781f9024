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

const (
	// codesCount is how many households pay by code in the bench.
	codesCount = 8
	// openCount is how many orders stay open at once, and servedBeside how many households are served beside them.
	openCount, servedBeside = 50, 8
	// stepGoalUS is the longest that one step of ours may keep the window's thread then: one picture at 60 a second.
	stepGoalUS = 16_000
)

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

// count returns how many answers there were.
func (a *answers) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.all)
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

// steps are how long the window's thread was kept at most, one household after another, while many orders are open.
type steps struct {
	Name    string  `json:"name"`
	GoalUS  int64   `json:"goalUS"`
	TookUS  []int64 `json:"tookUS"`
	AsksSec float64 `json:"asksPerSecond"`
}

func (s steps) sentence() string {
	most := slices.Max(s.TookUS)
	return fmt.Sprintf("%s：窗口线程一步最多 %.1f ms（%d 户；每秒向渠道查 %.1f 次；目标 ≤ %d ms，%s）",
		s.Name, float64(most)/1000, len(s.TookUS), s.AsksSec, s.GoalUS/1000, verdict(most <= s.GoalUS))
}

// serveBeside puts the first households aside with an open code each, and serves the others while all of those are asked about.
func (t *tour) serveBeside(homes []debtor) (measured steps, err error) {
	measured = steps{Name: fmt.Sprintf("%d 笔还没付完时", openCount), GoalUS: stepGoalUS}
	if err := t.play(step{"回到空的收银台", []string{"Escape"}, t.desk("idle", "")}); err != nil {
		return measured, err
	}
	for _, home := range homes[:openCount] {
		if err := t.play(
			step{"开 " + home.code, []string{"type:" + home.typed, "Return"}, t.desk("tendering", home.code)},
			step{"码 " + home.code, []string{"slash"}, t.desk("collecting", home.code)},
			step{"放一边 " + home.code, []string{"F7"}, t.desk("idle", "")},
		); err != nil {
			return measured, err
		}
	}
	if open := len(t.channels.bank.Open(openCount + 1)); open != openCount {
		return measured, fmt.Errorf("bench: 开着 %d 笔，要 %d 笔", open, openCount)
	}
	t.window.listener.longestStep()
	began, asked := time.Now(), t.answers.count()
	for _, home := range homes[openCount:] {
		if err := t.play(
			step{"开 " + home.code, []string{"type:" + home.typed, "Return"}, t.desk("tendering", home.code)},
			step{"收 " + home.code, []string{"Return"}, t.desk("taken", home.code)},
		); err != nil {
			return measured, err
		}
		measured.TookUS = append(measured.TookUS, t.window.listener.longestStep())
	}
	measured.AsksSec = float64(t.answers.count()-asked) / time.Since(began).Seconds()
	return measured, nil
}
