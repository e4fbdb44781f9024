package charges

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// save does what F9 says: shows a new item once more, saves a tariff, asks a second person for settings, or shows a price's effect. Another
// tariff of an item that was billed asks for the second person too.
func (e *editor) save() {
	if e.busy {
		return
	}
	e.check()
	if e.fault != nil {
		e.sheet.find(e.fault.key)
		e.sheet.refresh()
		e.say(e.fault.sentence)
		return
	}
	switch e.draft.mode {
	case newItem:
		e.s.goTo(&reviewPage{s: e.s, e: e})
	case newTariff:
		e.saveTariff()
	case newPrice:
		e.showEffect()
	case itemSettings:
		e.saveSettings()
	}
}

// writeOrAsk saves at once, and where that takes a second person asks for one with the message.
func (e *editor) writeOrAsk(work func(ctx context.Context, second session.Second) error, message, done string) {
	e.write(func(ctx context.Context) error { return work(ctx, session.Second{}) }, func(err error) {
		if store.Code(err) != staff.CodeNeedsApproval {
			e.explain(err)
			return
		}
		e.s.askSecond(secondQuestion{title: e.title(), message: message, yes: e.s.text("charges.save"), work: work, done: func() { e.s.saved(done) }})
	}, done)
}

func (e *editor) saveTariff() {
	order, _ := e.buildTariff()
	order.Item = e.base.Name
	e.writeOrAsk(func(ctx context.Context, second session.Second) error {
		return e.s.counter.Pricing.AddTariff(ctx, order, second)
	}, e.s.text("charges.tariff.second", e.base.Title(), order.Name), e.s.text("charges.saved", order.Name))
}

// explain says on the sheet why something was not saved.
func (e *editor) explain(err error) {
	if e.s.page != page(e) { // it was refused on the page after the sheet, and is put right on the sheet
		e.s.goTo(e)
	}
	e.say(e.s.deps.Explain(err))
}

// write saves at once; what was refused is told to refused.
func (e *editor) write(work func(ctx context.Context) error, refused func(err error), done string) {
	e.stop()
	e.busy = true
	e.s.frame.Run(e.s.text("charges.saving"), func(ctx context.Context, progress func(done, total int)) error {
		progress(0, 0)
		return work(ctx)
	}, func(err error) {
		e.busy = false
		if err != nil {
			refused(err)
			return
		}
		e.s.saved(done)
	})
}

func (e *editor) saveSettings() {
	item, _ := e.buildItem()
	if item == e.base.Item {
		e.s.toList()
		return
	}
	e.s.askSecond(secondQuestion{title: e.title(), message: e.s.text("charges.settings.second", e.base.Title()), yes: e.s.text("charges.save"),
		work: func(ctx context.Context, second session.Second) error {
			return e.s.counter.Pricing.ChangeItem(ctx, e.base.Item, item, second)
		},
		done: func() { e.s.saved(e.s.text("charges.saved", item.Name)) }})
}

// showEffect works out what another price would do and shows it before anything is saved.
func (e *editor) showEffect() {
	order, _ := e.buildTariff()
	order.Item = e.base.Name
	if order.FromOn < e.s.today {
		e.sheet.find("from")
		e.say(e.s.deps.Explain(store.Refuse(billing.CodePricePast, string(order.FromOn), string(e.s.today))))
		return
	}
	e.stop()
	e.busy = true
	var effect billing.Effect
	e.s.frame.Run(e.s.text("charges.effect.working"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		effect, err = e.s.counter.Pricing.Effect(ctx, order)
		return err
	}, func(err error) {
		e.busy = false
		if err != nil {
			e.say(e.s.deps.Explain(err))
			return
		}
		e.s.goTo(newEffectPage(e, order, effect))
	})
}
