package words

import (
	"cmp"
	"strings"

	"shouqi/assets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/law"
)

// Rule says in one line what a rule of the law asks, and cites it: place, source, article, the day it was checked and how well. What
// nobody has checked is said as that.
func Rule(rule law.Rule, lang string) string {
	key := "law.rule." + string(rule.Check)
	if _, open := sentenceOf(lang, key+".open", nil); open && rule.Figure == "" {
		key += ".open"
	}
	sentence, _ := sentenceOf(lang, key, []any{rule.Figure, rule.AfterMonths, strings.Join(rule.Words, "、")})
	return assets.Text(lang, "law.binding."+string(rule.Binding)) + "：" + cite(rule, sentence, lang)
}

// Finding says what a rule has to say of a command, and cites the rule.
func Finding(found law.Finding, lang string) string {
	sentence, _ := sentenceOf(lang, "law.found."+found.Said, found.Args)
	return assets.Text(lang, "law."+string(found.Level)) + cite(found.Rule, sentence, lang)
}

// Findings says all of them, a line each.
func Findings(all law.Findings, lang string) string {
	lines := make([]string, len(all))
	for i, one := range all {
		lines[i] = Finding(one, lang)
	}
	return strings.Join(lines, "\n")
}

// Withheld says which bill no prepayment paid by itself, of which household and days, and what the rules say.
func Withheld(code, name string, from, to calendar.Date, found law.Findings, lang string) string {
	return assets.Text(lang, "prepaid.withheld", code, name, Period(from, to), Findings(found, lang))
}

func cite(rule law.Rule, sentence, lang string) string {
	unchecked := assets.Text(lang, "law.unchecked")
	return assets.Text(lang, "law.cite", rule.Where+" "+sentence, cmp.Or(rule.Source, unchecked), cmp.Or(rule.Article, unchecked), cmp.Or(rule.CheckedOn, unchecked),
		assets.Text(lang, "law.confidence."+rule.Confidence))
}
