package charges

import (
	"encoding/json"
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/template"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/words"
	"shouqi/ledger/tariff"
)

// chinese is a stretch of Chinese, and document the title or the number of a document, which is its name in any language.
var (
	chinese  = regexp.MustCompile(`\p{Han}+`)
	document = regexp.MustCompile(`《[^》]*》(第[^条 ]*条)?|[^ ]*〔[0-9]+〕[0-9]+ 号`)
)

// Every template on its shelf and on its sheet reads in English on an English screen, but for the names that go into the book and
// onto papers: those of the item, of the rule's lines, and of what the rule asks of a room.
func TestTheTemplatesReadInEnglishOnAnEnglishScreen(t *testing.T) {
	options := uitest.InPlace()
	options.Lang = assets.English
	window := uitest.NewWindow(t, nil)
	frame := shell.New(window, options)
	s := New(frame, nil, Deps{Explain: func(err error) string { return words.Explain(err, assets.English) }, Back: func() {}})
	frame.Show(s)
	s.today = "2026-11-21"
	reads := func(names string) {
		t.Helper()
		uitest.Walk(window, func(object fyne.CanvasObject) {
			text, isText := object.(*canvas.Text)
			if !isText {
				return
			}
			for _, word := range chinese.FindAllString(document.ReplaceAllString(text.Text, ""), -1) {
				require.Contains(t, names, word, text.Text)
			}
		})
	}
	for shelf, category := range template.Categories() {
		all, err := template.All()
		require.NoError(t, err)
		names, row := "收讫", 0
		for _, one := range all {
			if one.Category == category {
				names += namesOf(t, one)
			}
		}
		for _, one := range all {
			if one.Category != category {
				continue
			}
			s.toShelf()
			page := s.page.(*shelfPage)
			page.turn(shelf)
			page.table.SetCursor(row)
			row++
			require.Equal(t, one.ID, page.byShelf[page.shelf][page.at].ID)
			reads(names)
			page.take()
			if len(one.Asks) > 0 {
				require.Equal(t, one.English, s.page.(*editor).draft.template.Name)
			}
			reads(names)
		}
	}
}

// namesOf are the names that a template writes into the book.
func namesOf(t *testing.T, one template.Template) string {
	rule, err := json.Marshal(one.Rule)
	require.NoError(t, err)
	return string(rule) + one.Item.Name + one.Item.Merchant + tariff.InnerField + tariff.HeadsField + "停开空置商铺" // states and uses of a room
}
