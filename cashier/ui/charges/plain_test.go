package charges

import (
	"errors"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/pricing"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/countertest"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/tariff"
)

// latin finds words in Latin letters, and innerName finds such that are written with marks: usage:水, half_year, %!v.
var (
	latin     = regexp.MustCompile(`[A-Za-z_]+`)
	innerName = regexp.MustCompile(`%!|%\[|:[\p{Han}]`)
)

// plainWords are the Latin words that people read on a Chinese screen: units, keys, and the names of laws and files in a source.
var plainWords = map[string]bool{"m": true, "kWh": true, "kW": true, "GJ": true, "MJ": true, "kVA": true, "F": true, "Enter": true, "Esc": true}

// plain fails the test where a text that is shown for a template has an inner word.
func plain(t *testing.T, where string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, word := range latin.FindAllString(text, -1) {
			require.True(t, plainWords[word], "%s shows %q in %q", where, word, text)
		}
		require.False(t, innerName.MatchString(text), "%s shows an inner name in %q", where, text)
	}
}

// plainEstate is a book with homes and a shop, one without anything registered, and a space: every template has somebody to charge, and
// somebody whom it cannot.
func plainEstate(t *testing.T) *Screen {
	frame := uitest.NewShell(t)
	t.Cleanup(frame.Close)
	counter := countertest.Open(t)
	countertest.SignIn(t, counter, "100", countertest.ManagerPIN)
	actor, _ := counter.Actor()
	owner := []estate.RowParty{{Kind: estate.Natural, Name: "张建国", ShareBasisPoints: 10000}}
	rows := []estate.Row{{Code: "1-1-101", Building: "1", Unit: "1", Floor: 1, Number: "101", Use: "住宅", AreaCentiM2: 9830, State: "自住", HandoverOn: "2024-02-10", Owners: owner},
		{Code: "1-1-201", Building: "1", Unit: "1", Floor: 2, Number: "201", Use: "商铺", AreaCentiM2: 12000, State: "出租", Owners: owner},
		{Code: "1-1-301", Use: "住宅"}}
	_, err := counter.Book.TakeRegister(t.Context(), actor, ledger.Register{FileHash: "0011223344556677", Rooms: rows}, false)
	require.NoError(t, err)
	s := New(frame, counter, Deps{Explain: func(err error) string { return words.Explain(err, assets.Chinese) }, Back: func() {}})
	frame.Show(s)
	return s
}

// What the sheet, its trial, the page before saving and the list say of every template, as it is and taken apart into blocks, is said
// in words: no name of the program, no cycle, field or measure by its inner name.
func TestNoScreenOfAnyTemplateSaysAnInnerWord(t *testing.T) {
	s := plainEstate(t)
	all, err := template.All()
	require.NoError(t, err)
	tried := 0
	for _, from := range all {
		plain(t, from.ID+" on the shelf", from.Name, s.rulePhrase(from.Rule))
		s.toTemplate(from)
		e := s.page.(*editor)
		plainSheet(t, s, e, from.ID)
		tried += len(e.tried.rooms) + len(e.tried.failing)
		plain(t, from.ID+" before it is saved", plainReview(e)...)
		e.draft.open()
		e.redraw("")
		plainSheet(t, s, e, from.ID+" in blocks")
		item := pricing.ItemOf(from)
		charge := pricing.Charge{Item: item, Tariffs: []billing.Tariff{{Item: item.Name, Name: "标准", FromOn: "2026-01-01",
			Versions: []tariff.Version{{FromOn: "2026-01-01", Rule: from.Rule}}}}}
		today, next := s.priceToday(charge)
		plain(t, from.ID+" in the list", today, next, s.cycleWords(item), s.lateWords(item.LateFee), s.text("charges.kind."+item.Kind), s.text("charges.hangs."+item.HangsOn))
		s.toList()
	}
	require.Greater(t, tried, len(all), "the trials really ran")
}

// Whatever cycle is chosen and however the sum is shared, the trial says it in words, and no more households than there are.
func TestEveryCycleIsTriedInWords(t *testing.T) {
	s := plainEstate(t)
	from, err := template.ByID("property-area")
	require.NoError(t, err)
	for _, cycle := range cycles() {
		for _, share := range []tariff.Measure{"", tariff.Area} {
			s.toTemplate(from)
			e := s.page.(*editor)
			e.draft.item.Cycle, e.draft.item.ShareBy = tariff.Cycle(cycle), share
			e.changed()
			plainSheet(t, s, e, cycle+" "+string(share))
			require.LessOrEqual(t, e.tried.count, 3, "there are three rooms")
			problem := ""
			if share != "" && tariff.Cycle(cycle) == tariff.Anniversary {
				problem = "公摊项目不能按交房周年出账"
			}
			require.Contains(t, e.tried.problem, problem)
			require.Equal(t, problem == "", e.tried.problem == "", "%s shared by %q: %s", cycle, share, e.tried.problem)
			s.toList()
		}
	}
}

// plainSheet reads every line of the sheet with its choices, and what the trial says over several periods.
func plainSheet(t *testing.T, s *Screen, e *editor, name string) {
	t.Helper()
	for _, one := range e.lines() {
		texts := []string{one.label, one.unit, one.help, e.sheet.shownValue(one)}
		for _, option := range one.options {
			texts = append(texts, option.label)
		}
		plain(t, name+" at "+one.key, texts...)
	}
	if e.fault != nil {
		plain(t, name+" at fault", e.fault.sentence)
	}
	plain(t, name+" tried", e.tried.problem)
	for _, reason := range e.tried.failing {
		plain(t, name+" failing", reason.sentence)
	}
	for _, room := range e.tried.rooms {
		plain(t, name+" room", append([]string{room.label, room.none}, room.steps...)...)
	}
}

// plainReview reads the rows of the page before saving.
func plainReview(e *editor) (texts []string) {
	page := &reviewPage{s: e.s, e: e}
	page.content()
	for _, row := range page.rows {
		texts = append(texts, row[:]...)
	}
	return texts
}

// What is refused of a rule names its field, measure, cycle and the like as the sheet does.
func TestRefusalsOfARuleNameWhatTheSheetNames(t *testing.T) {
	line := func(change func(l *tariff.Line)) error {
		l := tariff.Line{Measure: tariff.Area, Price: "1"}
		change(&l)
		return tariff.Rule{Lines: []tariff.Line{l}}.Check()
	}
	var all []error
	for _, field := range append(conditionFields, "usage:水", "item:物业费", "field:系数") {
		all = append(all, line(func(l *tariff.Line) {
			l.When = []tariff.Condition{{Field: field, Op: "between", Values: []string{"二", "三"}}}
		}))
	}
	all = append(all, line(func(l *tariff.Line) { l.Measure, l.Per = "usage:水", tariff.Month }),
		line(func(l *tariff.Line) {
			l.Tiers, l.Price, l.TierBy = []tariff.Tier{{UpTo: "1", Price: "1"}, {Price: "2"}}, "", tariff.TierYear
		}))
	for _, cycle := range []tariff.Cycle{tariff.Anniversary, tariff.EveryHalfYear, tariff.EveryQuarter} {
		_, _, err := cycle.PeriodOf("2999-12-31", "")
		all = append(all, err)
		_, _, err = cycle.PeriodOf(calendar.Date("1899-01-01"), "")
		all = append(all, err)
	}
	refused := 0
	for _, err := range all {
		if err == nil {
			continue
		}
		refused++
		var rule *tariff.Error
		require.True(t, errors.As(err, &rule), err)
		plain(t, rule.Code, words.Explain(err, assets.Chinese))
	}
	require.GreaterOrEqual(t, refused, 16)
}
