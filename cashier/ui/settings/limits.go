package settings

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// limitItems are the lines of how much one person does alone, one for each row of staff.Limits.
func (s *Screen) limitItems() []item {
	items := []item{s.group("limits")}
	for _, limit := range staff.Limits {
		line := item{label: s.frame.Text("settings.limit." + string(limit.Name)), value: s.limitValue(limit), help: s.limitHelp(limit), guarded: true}
		line.do = func() { s.askLimit(line, limit) }
		items = append(items, line)
	}
	return items
}

func (s *Screen) limitValue(limit staff.Limit) string {
	return s.limitWords(limit, s.facts.bounds[limit.Name])
}

func (s *Screen) limitWords(limit staff.Limit, value int64) string {
	switch limit.Measure {
	case staff.ByDayCount:
		return s.frame.Text("settings.limit.count", value)
	case staff.ByAgeDays:
		return s.frame.Text("settings.limit.days", value)
	}
	return limit.Words(value)
}

// limitHelp says what the limit holds, whose word goes beyond it, and how high it may be set.
func (s *Screen) limitHelp(limit staff.Limit) string {
	text := s.frame.Text
	var who []string
	for _, role := range staff.RightTo(limit.Action).Agree {
		who = append(who, text("people.role."+string(role)))
	}
	help := []string{text("settings.limit." + string(limit.Name) + ".help")}
	if !limit.Never {
		help = append(help, text("settings.limit.agree", strings.Join(who, text("settings.limit.and"))))
	}
	help = append(help, text("settings.limit.most", s.limitWords(limit, limit.Most)), text("settings.limit.raise"))
	return strings.Join(help, "\n")
}

// askLimit asks for a limit. One that lets a person do more alone asks for a second person before anything is saved.
func (s *Screen) askLimit(line item, limit staff.Limit) {
	change := func(value string) string {
		number, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return ""
		}
		return s.changeWords(line, s.limitWords(limit, number))
	}
	write := func(ctx context.Context, value string, second session.Second) error {
		number, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return err
		}
		return s.counter.People.SetLimit(ctx, limit.Name, number, second)
	}
	if !limit.Measure.IsFen() {
		entry := widgets.NewCountEntry(s.frame.Text("settings.limit.number"), len(strconv.FormatInt(limit.Most, 10)), nil)
		entry.SetText(strconv.Itoa(s.facts.bounds.Count(limit.Name)))
		s.ask(line, entry, func() (value, refusal string) { return entry.Text(), "" }, write, change)
		return
	}
	entry := widgets.NewMoneyEntry(s.frame.Text("settings.yuan"), nil)
	entry.SetText(s.facts.bounds.Fen(limit.Name).String())
	s.ask(line, fyne.CanvasObject(entry), func() (value, refusal string) {
		typed, err := money.Parse(entry.Text())
		if err != nil {
			return "", s.deps.Explain(err)
		}
		return strconv.FormatInt(int64(typed), 10), ""
	}, write, change)
}
