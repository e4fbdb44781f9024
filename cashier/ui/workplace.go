package ui

import (
	"cmp"
	"context"
	"strings"
	"time"

	"shouqi/cashier/approving"
	"shouqi/cashier/ui/approvals"

	"fyne.io/fyne/v2"

	"shouqi/cashier"
	"shouqi/cashier/collecting"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/counters"
	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/drill"
	"shouqi/cashier/ui/estate"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/history"
	"shouqi/cashier/ui/intake"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/people"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/receipts"
	"shouqi/cashier/ui/refunds"
	"shouqi/cashier/ui/reports"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/tray"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// workplace is one person's time at the window: their screens. The next person gets new ones, so that nothing of what one
// typed is seen by another.
type workplace struct {
	app      *App
	person   string
	role     staff.Role
	desk     *desk.Screen
	history  *history.Screen
	receipts *receipts.Screen
	shift    *shift.Screen
	// layout is nil for who sees no settings.
	layout *layout.Screen
	// readings is nil for who takes none.
	readings *readings.Screen
	// charges and leases are nil for who sets no prices.
	charges *charges.Screen
	leases  *leases.Screen
	// tray is nil for who takes no money; trayFrom is the page from which it was opened.
	tray     *tray.Screen
	trayFrom shell.Screen
	// drill is nil but in a book to practise in; drillFrom is the page from which it was opened.
	drill     *drill.Screen
	drillFrom shell.Screen
	// others is the page of the other counters, and conflicts that of what did not fit behind it; othersFrom is the page from which it was opened. They are nil for
	// who reads no figures.
	others     *counters.Screen
	conflicts  *counters.Conflicts
	othersFrom shell.Screen
	items      []shell.Item
}

func newWorkplace(app *App) *workplace {
	actor, _ := app.counter.Actor()
	s := &workplace{app: app, person: actor.ID(), role: actor.Role()}
	s.desk = desk.New(app.frame, app.counter, desk.Deps{Lang: app.lang, ToShift: s.toShift, ToReceipt: s.toReceipt, ToHistory: s.toHistory, StateRead: app.takeState, Shows: app.showOwner})
	s.history = history.New(app.frame, app.counter.Households, history.Deps{Lang: app.lang, Explain: app.explain, Back: s.backToDesk, ToReceipt: func(number string) { s.toReceiptAndBack(number, s.history) }})
	s.shift = shift.New(app.frame, app.counter, shift.Deps{Explain: app.explain, Changed: app.refresh, Opened: s.begun, Closed: app.leave,
		Aside: func() []string { return s.desk.Keep().Rooms() }, Receipts: func() { s.toReceipt("") }, Export: app.exporter()})
	s.receipts = receipts.New(app.frame, app.counter, receipts.Deps{Lang: app.lang, StateRead: app.takeState, Undone: s.desk.Refresh,
		SavePDF: app.pdfSaver()})
	if s.role.May(staff.Collect) {
		s.tray = tray.New(app.frame, app.counter, tray.Deps{Explain: app.explain, Back: func() { app.frame.Show(s.trayFrom) },
			ToReceipt: func(number string) { s.toReceiptAndBack(number, s.tray) }, Changed: s.orderAsked})
	}
	app.frame.SetPrintKeys(app.printKeys)
	app.frame.SetAskApproval(app.askApproval)
	s.items = s.rail()
	app.frame.SetItems(s.items)
	keys := []shell.Key{{Name: fyne.KeyL, Modifier: fyne.KeyModifierControl, Label: app.frame.Text("ui.lock"), Do: app.lock, Anywhere: true},
		{Name: fyne.KeyEscape, Label: app.frame.Text("ui.home"), Do: s.home, Quiet: true}}
	if s.tray != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyU, Modifier: fyne.KeyModifierControl, Label: app.frame.Text("tray.key"), Do: s.toTray, Quiet: true})
	}
	if s.others != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyJ, Modifier: fyne.KeyModifierControl, Label: app.frame.Text("counters.title"), Do: s.toOthers, Quiet: true})
	}
	app.frame.SetGlobalKeys(append(keys, s.drillKey()...))
	return s
}

// trayCap is the key of the tray as the status bar says it.
const trayCap = "Ctrl U"

// toTray shows what of electronic money is not settled; Esc leads back to where it was asked for.
func (s *workplace) toTray() {
	if from := s.app.frame.Current(); from != shell.Screen(s.tray) {
		s.trayFrom = from
	}
	s.app.frame.Show(s.tray)
}

// home is Esc where a screen has no step back of its own: it leads to where the person's work begins.
func (s *workplace) home() {
	switch home := s.items[0].Screen; {
	case s.app.frame.Current() != home:
		s.app.frame.Show(home)
	case home == shell.Screen(s.desk):
		s.desk.Find()
	}
}

// rail lists what the person may do: the desk and the shift for who takes money, the rest by right.
func (s *workplace) rail() []shell.Item {
	app := s.app
	var items []shell.Item
	add := func(right staff.Action, name string, screen shell.Screen) {
		if s.role.May(right) {
			items = append(items, shell.Item{Name: name, Screen: screen})
		}
	}
	if s.role.May(staff.Collect) {
		items = append(items, shell.Item{Name: "desk", Screen: s.desk, Within: []shell.Screen{s.history}})
	}
	add(staff.ReadFigures, "receipts", s.receipts)
	if s.tray != nil {
		items = append(items, shell.Item{Name: "shift", Screen: s.shift, Within: []shell.Screen{s.tray}})
	}
	if page := s.charging(); page != nil {
		items = append(items, shell.Item{Name: "charging", Screen: page, Within: page.Screens()})
	}
	add(staff.Import, "estate", estate.New(app.frame, app.counter, estate.Deps{Explain: app.explain, Changed: s.desk.Refresh}))
	add(staff.Import, "intake", intake.New(app.frame, app.counter, intake.Deps{Explain: app.explain, Changed: s.desk.Refresh, Folder: defaultFolder()}))
	add(staff.ReadFigures, "reports", reports.New(app.frame, app.counter, reports.Deps{Explain: app.explain, Save: app.reportSaver()}, cmp.Or(app.state.BusinessOn, app.counter.Today())))
	add(staff.ManageStaff, "people", people.New(app.frame, app.counter, people.Deps{Explain: app.explain}))
	if s.role.May(staff.ReadFigures) {
		items = append(items, s.settings())
	}
	if s.role.May(staff.Refund) {
		items = append(items, s.refunds())
	}
	return items
}

// refunds is the page of refunds and deposits, with that of approvals behind it.
func (s *workplace) refunds() shell.Item {
	app := s.app
	var page *refunds.Screen
	asked := approvals.New(app.frame, app.counter, approvals.Deps{Explain: app.explain, Back: func() { app.frame.Show(page) }})
	page = refunds.New(app.frame, app.counter, refunds.Deps{Explain: app.explain, Changed: s.desk.Refresh, ToApprovals: func() { app.frame.Show(asked) }})
	return shell.Item{Name: "refunds", Screen: page, Within: []shell.Screen{asked}}
}

// showFirst shows where the person's work begins: the desk, or the float when no shift is open.
func (s *workplace) showFirst() {
	state := s.app.state
	switch {
	case s.role.May(staff.Collect) && state.Shift != nil && state.Mine && !state.PastCutoff:
		s.app.frame.Show(s.desk)
		s.deduct(false)
	case s.role.May(staff.Collect):
		s.app.frame.Show(s.shift)
	default:
		s.app.frame.Show(s.items[0].Screen)
	}
}

// showNext shows who may set the counter up what comes next on its first day; Esc leads to where the work begins.
func (s *workplace) showNext(steps []cashier.Step) {
	if len(steps) == 0 || !s.role.May(staff.Settings) {
		return
	}
	s.app.frame.Show(firstrun.NewNext(s.app.frame, steps, firstrun.NextDeps{Explain: s.app.explain, Hide: s.app.counter.HideNextSteps, Hidden: s.showFirst,
		Open: s.openStep}))
}

// openStep shows the page where a step is done, the settings at the line of the printer.
func (s *workplace) openStep(step cashier.Step) {
	for _, item := range s.items {
		if item.Name != step.Page {
			continue
		}
		if page, ok := item.Screen.(*settings.Screen); ok && step.Name == "printer" {
			page.AtPrinter()
		}
		s.app.frame.Show(item.Screen)
	}
}

func (s *workplace) toShift() { s.app.frame.Show(s.shift) }

func (s *workplace) toDesk() {
	s.desk.Refresh()
	s.app.frame.Show(s.desk)
}

// begun goes to the desk of a shift that was just opened, and lets the prepayments that waited for one pay.
func (s *workplace) begun() {
	s.app.counter.Collecting.Wake() // money that was found is booked in this shift
	s.toDesk()
	s.deduct(false)
}

// billsChanged shows the households as they are after bills were issued or taken back.
func (s *workplace) billsChanged() {
	s.desk.Refresh()
	s.lookForLate()
	s.deduct(true)
}

// lookForLate counts, behind whatever is shown, the runs of bills that are late, and says it in the bar to who may issue them.
func (s *workplace) lookForLate() {
	if !s.role.May(staff.IssueBills) {
		return
	}
	late := 0
	s.app.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		late, err = s.app.counter.Charging.Late(ctx)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			s.app.options.Trouble(err)
		case s.app.workplace == s && late != s.app.late:
			s.app.late = late
			s.app.showState()
		}
	})
}

// toHistory shows all that happened to the household that is open at the desk; backToDesk leads back to it, as it was left.
func (s *workplace) toHistory(room, code string) {
	s.history.Open(room, code)
	s.app.frame.Show(s.history)
}

func (s *workplace) backToDesk() { s.app.frame.Show(s.desk) }

func (s *workplace) toReceipt(text string) {
	if text != "" {
		s.receipts.Find(text)
	}
	s.app.frame.Show(s.receipts)
}

// toReceiptAndBack shows a receipt that another page named; Esc leads back to the line that it was opened from.
func (s *workplace) toReceiptAndBack(number string, from shell.Screen) {
	s.receipts.FindFrom(number, func() {
		s.receipts.Find("")
		s.app.frame.Show(from)
	})
	s.app.frame.Show(s.receipts)
}

// paperChanged tells the screens that show what became of a receipt's paper; nobody may be signed in.
func (s *workplace) paperChanged(job spool.Job) {
	if s == nil || job.Kind != spool.Receipt && job.Reason == devices.None { // what another job waits for, a receipt behind it waits for
		return
	}
	switch s.app.frame.Current() {
	case s.desk:
		s.desk.PaperChanged()
	case s.receipts:
		s.receipts.PaperChanged()
	}
}

// orderChanged tells the desk, which shows the order that is open there by itself; of any other that ended it is said how.
func (s *workplace) orderChanged(order collecting.Order) {
	s.orderAsked(order.Order.No)
	if s.tray != nil {
		s.tray.Refresh()
	}
	frame := s.app.frame
	if s.desk.Collects(order.Order.No) && frame.Current() == shell.Screen(s.desk) {
		return
	}
	name, sum := order.Channel.Name(), order.Order.Fen.Yuan()
	switch {
	case order.IsTakenBack():
		s.app.say(frame.Text("collect.voided.title", order.Room), frame.Text("collect.voided", name, sum, order.Receipt))
	case order.Credited != "": // somebody has to tell the owner, and a toast alone is gone before it is read
		words := frame.Text("collect.credited", name, sum, order.Receipt)
		if order.BesideFen > 0 {
			words += frame.Text("desk.collect.beside", order.BesideFen.Yuan())
		}
		s.app.say(frame.Text("collect.credited.title", order.Room), words)
		s.desk.Refresh()
	case order.Receipt != "":
		frame.Toast(frame.Text("collect.came", order.Room, name, sum, order.Receipt), widgets.ToneGood)
		s.desk.Refresh()
	case order.IsFound():
		frame.Toast(frame.Text("collect.found", order.Room, name, sum), widgets.ToneGood)
	case order.State == payment.IsClosed:
		frame.Toast(frame.Text("collect.closed", order.Room, name, sum), widgets.ToneCalm)
	}
}

// orderAsked tells the desk and the status bar that an order may stand otherwise than it did.
func (s *workplace) orderAsked(no string) {
	s.desk.OrderChanged(no)
	s.app.refresh()
}

// showSignIn asks who is there. Said is a sentence to begin with, "" for none; code is who locked the counter, "" for nobody.
func (a *App) showSignIn(said, code string, last lastPaper) {
	if stopped := a.counter.Book.Store.Latched(); stopped != nil {
		a.mark()
		a.showStopped(stopped, nil)
		return
	}
	a.isLocked = true
	view := signin.View{Title: a.state.Policies.Estate, Code: code, Where: a.frame.Text("ui.counter", a.state.Policies.Counter)}
	if a.state.Pretends {
		view.Where += " · " + a.frame.Text("ui.pretend")
	}
	view.Last, view.LastTone = a.lastWords(last)
	if said != "" {
		view.Last, view.LastTone = said, widgets.ToneCalm
	}
	a.mark()
	var arrived arrival
	a.signIn = signin.New(a.frame, a.counter, signin.Deps{Explain: a.explain, Quit: a.askQuit,
		Read:     func(ctx context.Context) error { return arrived.read(ctx, a.counter) },
		Left:     a.writeLeft,
		SignedIn: func() { a.signedIn(arrived) }}, view)
	a.frame.ShowBare(a.signIn)
}

// arrival is what is read for a person who signs in, in the same wait as the PIN's check: what is typed in it is dropped, for it
// may be the PIN once more.
type arrival struct {
	state session.State
	steps []cashier.Step
	// waiting is what the person may approve or pay.
	waiting approving.Waiting
}

func (a *arrival) read(ctx context.Context, counter *cashier.Counter) (err error) {
	if a.state, err = counter.State(ctx); err == nil {
		a.steps, err = counter.NextSteps(ctx)
	}
	if err == nil {
		a.waiting, err = counter.Approving.Waiting(ctx)
	}
	if err != nil {
		counter.SignOut()
	}
	return err
}

// signedIn shows the new person's first screen; a person who comes back finds what was typed.
func (a *App) signedIn(arrived arrival) {
	a.state, a.isLocked = arrived.state, false
	a.idle.touch()
	a.practice.drill = nil
	a.workplace, a.late = newWorkplace(a), 0
	a.showState()
	a.followDrill()
	a.workplace.lookForLate()
	a.resume(arrived.steps)
	a.askPrinter()
	a.counter.Collecting.Wake() // receipts of money that came while nobody was here
	if waits := a.waitingWords(arrived.waiting); waits != "" {
		a.frame.Toast(waits, widgets.ToneLook)
	}
	a.saySkipped(arrived.state.Skipped)
	if arrived.state.ClockBack {
		a.say(a.frame.Text("ui.stopped.title"), a.frame.Text("ui.clockback"))
	}
}

// saySkipped tells everybody who signs in, until the shift ends, of receipts that people may hold and the book does not have: a household whose
// bill one of them paid would pay it again.
func (a *App) saySkipped(skipped []till.Skipped) {
	var numbers []string
	for _, one := range skipped {
		number := one.From
		if one.To != one.From {
			number = a.frame.Text("ui.skipped.span", one.From, one.To)
		}
		numbers = append(numbers, number)
	}
	if len(numbers) > 0 {
		a.say(a.frame.Text("ui.skipped.title"), a.frame.Text("ui.skipped", strings.Join(numbers, a.frame.Text("ui.quit.comma"))))
	}
}

// waitingWords says what waits for a person and the keys that lead there, "" where nothing does.
func (a *App) waitingWords(waiting approving.Waiting) string {
	page := a.frame.PageKey("refunds")
	var all, refunds []string
	if waiting.Approvals > 0 {
		all = append(all, a.frame.Text("refunds.waiting.approvals", waiting.Approvals, page))
	}
	if waiting.RefundsToDecide > 0 {
		refunds = append(refunds, a.frame.Text("refunds.waiting.decide", waiting.RefundsToDecide))
	}
	if waiting.RefundsToPay > 0 {
		refunds = append(refunds, a.frame.Text("refunds.waiting.pay", waiting.RefundsToPay))
	}
	comma := a.frame.Text("refunds.waiting.comma")
	if len(refunds) > 0 {
		all = append(all, a.frame.Text("refunds.waiting.refunds", strings.Join(refunds, comma), page))
	}
	if len(all) == 0 {
		return ""
	}
	return a.frame.Text("refunds.waiting", strings.Join(all, comma))
}

// lock signs out and covers everything; an open shift stays open, and the sign-in expects who was here. What was being paid is
// kept for them alone: whoever else signs in finds a clean desk.
func (a *App) lock() { a.lockWith("") }

func (a *App) lockWith(said string) {
	if a.counter == nil || a.isLocked {
		return
	}
	a.dropDialogs()
	a.keep()
	who, _ := a.counter.Actor()
	a.signOut(said, who.Code())
}

// leave signs out after the shift was closed: whoever comes next is as welcome as another. What its person had put aside waits for
// them until the program ends: a card may have been swiped for it.
func (a *App) leave() {
	a.keep()
	a.signOut("", "")
}

func (a *App) signOut(said, code string) {
	if a.isLocked || a.counter == nil {
		return
	}
	a.frame.ClearToast()
	a.dropDialogs()
	a.workplace.desk.Leave()
	a.workplace.receipts.Leave()
	a.counter.SignOut()
	a.workplace = nil
	a.greetOwner()
	a.frame.SetItems(nil)
	a.frame.SetGlobalKeys(nil)
	a.showSignIn(said, code, lastPaper{})
}

// dropDialogs takes every dialog away without an answer.
func (a *App) dropDialogs() {
	overlays := a.frame.Canvas().Overlays()
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		if dialog, ok := top.(*widgets.Dialog); ok {
			dialog.Close()
			continue
		}
		overlays.Remove(top)
	}
}

// say shows a sentence that must be put away.
func (a *App) say(title, sentence string) {
	widgets.ShowNotice(a.frame.Canvas(), title, sentence, a.frame.Text("ui.ok"), nil)
}

// askApproval asks for the approval of what a form was refused for want of.
func (a *App) askApproval(ctx context.Context, refused error) (asked shell.Asked, err error) {
	id, err := session.NewRequestID()
	if err != nil {
		return asked, err
	}
	asking, err := a.counter.Approving.Wanted(ctx, id, refused)
	if asked.Number = asking.Number; asking.Waited {
		asked.Since = time.UnixMilli(asking.AtMS).In(calendar.Zone).Format("15:04")
	}
	return asked, err
}
