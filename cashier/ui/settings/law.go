package settings

import (
	"context"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger/estate"
	"shouqi/ledger/law"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// packName is the place whose rules the book has chosen.
func (s *Screen) packName() string {
	pack, err := s.facts.policies.Pack()
	switch {
	case err != nil:
		return s.deps.Explain(err)
	case pack.Place == "":
		return s.frame.Text("settings.rule_pack.none")
	}
	return pack.Name
}

// feeMode is the word for how the company is paid.
func (s *Screen) feeMode(mode string) string {
	if mode == "" {
		mode = "none"
	}
	return s.frame.Text("settings.fee_mode." + mode)
}

// choosePack asks whose rules are used, and shows them before they are.
func (s *Screen) choosePack(line item) {
	text := s.frame.Text
	places, err := people.Places()
	if err != nil {
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
		return
	}
	names := []string{text("settings.rule_pack.none")}
	for _, place := range places {
		names = append(names, place.Name)
	}
	widgets.ShowChoice(s.frame.Canvas(), line.label, text("settings.rule_pack.pick"), names, text("settings.back"), func(index int) {
		if index == 0 {
			s.agree(line, names[0], "", estate.PolicyRulePack, "")
			return
		}
		pack, err := people.Pack(places[index-1].ID)
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.agree(line, pack.Name, text("settings.rule_pack.which", s.ruleLines(pack)), estate.PolicyRulePack, pack.Place)
	})
}

// ruleLines are the rules of a pack, a line each.
func (s *Screen) ruleLines(pack law.Pack) string {
	lines := make([]string, len(pack.Rules))
	for i, rule := range pack.Rules {
		lines[i] = words.Rule(rule, s.language())
	}
	return strings.Join(lines, "\n")
}

// language is that of the window.
func (s *Screen) language() string {
	if s.facts.local[Language] == assets.English {
		return assets.English
	}
	return assets.Chinese
}

// chooseFeeMode asks how the company is paid.
func (s *Screen) chooseFeeMode(line item) {
	names := make([]string, len(law.FeeModes))
	for i, mode := range law.FeeModes {
		names[i] = s.feeMode(mode)
	}
	widgets.ShowChoice(s.frame.Canvas(), line.label, "", names, s.frame.Text("settings.back"), func(index int) {
		s.agree(line, names[index], "", estate.PolicyFeeMode, law.FeeModes[index])
	})
}

// agree asks before a policy is written, with what it says from then on, and asks for the second person where the book wants one.
func (s *Screen) agree(line item, value, says, policy, to string) {
	text := s.frame.Text
	message := strings.TrimSpace(text("settings.limit.change", line.label, line.value, value) + "\n" + says)
	widgets.ShowConfirm(s.frame.Canvas(), line.label, message, text("settings.save"), text("settings.back"), func(agreed bool) {
		if !agreed {
			return
		}
		write := func(ctx context.Context, second session.Second) error { return s.setPolicy(policy)(ctx, to, second) }
		s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error { return write(ctx, session.Second{}) }, func(err error) {
			switch {
			case store.Code(err) == staff.CodeNeedsApproval:
				s.askSecond(line, s.changeWords(line, value), write)
			case err != nil:
				s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			default:
				s.done(text("settings.saved"))
			}
		})
	})
}
