package receipts

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/proof"
)

// shownPaper is a receipt that somebody shows: the code on it, and what the book makes of that, nil until it was asked.
type shownPaper struct {
	code    string
	verdict *ledger.Verdict
}

// lookFor takes what was typed or scanned: a receipt's code is put to the book and its number looked up, anything else is looked up.
func (s *Screen) lookFor(text string) {
	s.paper = nil
	s.tail = strings.ToUpper(strings.TrimSpace(text))
	if number, isCode := proof.Number(text); isCode {
		s.tail, s.paper = number, &shownPaper{code: text}
	}
}

// askCode asks for the code on a receipt, for a scanner or a hand. A number alone is taken too, to say that it proves nothing.
func (s *Screen) askCode() {
	if s.busy {
		return
	}
	code := widgets.NewKeyEntry(s.text("receipts.prove.hint"), nil)
	code.Verbatim = true // it is what is scanned here
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{
		Title: s.text("receipts.prove"), Message: s.text("receipts.prove.how"), Body: code, Inputs: []fyne.Focusable{code},
		Yes: s.text("receipts.prove"), No: s.text("desk.dialog.back"),
		Accept: func() string {
			text := strings.TrimSpace(code.Text)
			if text == "" {
				return s.text("receipts.prove.missing")
			}
			s.lookFor(text)
			s.paper, s.undone = &shownPaper{code: text}, nil
			s.search.SetText(s.tail)
			s.frame.Hold()
			s.read(s.tail)
			return ""
		},
	})
}

// verdictView says in big type what the receipt is worth that is shown, and below it what the book has under its number, to compare. It
// is nil where no code was read, or the cursor went on to another receipt.
func (s *Screen) verdictView(number string) fyne.CanvasObject {
	if s.paper == nil || s.paper.verdict == nil || number != "" && number != s.tail {
		return nil
	}
	worth, sentence := words.Verdict(*s.paper.verdict, s.deps.Lang)
	tone := widgets.ToneLook
	if s.paper.verdict.Worth == ledger.Proven {
		tone = widgets.ToneGood
	}
	width := widgets.SideInner(rightWidth)
	return widgets.VStack(4, look.BoldText(worth, look.TotalSize(), tone.Ink()),
		widgets.Paragraph(halfYen.Replace(sentence), look.HeadingSize(), look.Ink(), width), gapRule())
}
