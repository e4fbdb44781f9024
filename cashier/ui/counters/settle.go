package counters

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"shouqi/cashier/exchanging"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
	"shouqi/ledger/till"
)

// ways returns how whoever is signed in may settle a conflict. Without a counter, in the gallery, everybody may everything.
func (c *Conflicts) ways(one report.Conflict) []till.ConflictWay {
	if c.counter == nil {
		return exchanging.WaysOf(one)
	}
	return c.counter.Exchanging.Ways(one)
}

// settleKeys returns the key that settles what is at the cursor, for who may.
func (c *Conflicts) settleKeys(one report.Conflict) []shell.Key {
	ways := c.ways(one)
	if len(ways) == 0 {
		return nil
	}
	label := "conflicts.key.recover"
	if slices.Contains(ways, till.ConflictSeen) {
		label = "conflicts.key.seen"
	}
	return []shell.Key{{Name: fyne.KeySpace, Label: c.text(label), Do: c.settle}}
}

// settle ticks off what is at the cursor, or asks how what has to be got back is settled. The list must have been seen as it is: the second half of a double
// press and a held key would settle the next one unread.
func (c *Conflicts) settle() {
	one, ok := c.chosen()
	if !ok || c.busy || c.sight.Seen() != c.stood {
		return
	}
	ways := c.ways(one)
	switch {
	case len(ways) == 0:
	case slices.Contains(ways, till.ConflictSeen):
		c.tick(one)
	default:
		c.choose(one, ways)
	}
}

// try returns what is asked of the book. The last try is asked again under its own request: whether it was done before its answer was lost, it is done once.
func (c *Conflicts) try(one report.Conflict, way till.ConflictWay) (till.ConflictSettling, error) {
	if c.tried.Of != one.Of || c.tried.Way != way {
		id, err := session.NewRequestID()
		if err != nil {
			return till.ConflictSettling{}, err
		}
		c.tried = till.ConflictSettling{RequestID: id, Of: one.Of, Way: way}
	}
	return c.tried, nil
}

// tick ticks off a conflict as seen.
func (c *Conflicts) tick(one report.Conflict) {
	wish, err := c.try(one, till.ConflictSeen)
	if err != nil {
		c.frame.Toast(c.deps.Explain(err), widgets.ToneOwed)
		return
	}
	c.busy = true
	c.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return c.counter.Exchanging.Settle(ctx, wish, session.Second{})
	}, func(err error) {
		c.busy = false
		if err != nil {
			c.frame.Toast(c.deps.Explain(err), widgets.ToneOwed)
			c.load() // somebody may have settled it, or more may have been heard
			return
		}
		c.settled(one)
	})
}

// choose asks by number how money that went out twice is settled.
func (c *Conflicts) choose(one report.Conflict, ways []till.ConflictWay) {
	words := make([]string, len(ways))
	for i, way := range ways {
		words[i] = c.text("conflicts.way." + string(way))
	}
	widgets.ShowChoice(c.frame.Canvas(), c.titleOf(one), "", words, c.text("approvals.back"), func(index int) { c.ask(one, ways[index]) })
}

func (c *Conflicts) titleOf(one report.Conflict) string {
	return c.text("conflicts.settle.title", one.Room, one.RecoverFen.Yuan())
}

// ask asks for the second person, and settles a conflict in a way.
func (c *Conflicts) ask(one report.Conflict, way till.ConflictWay) {
	wish, err := c.try(one, way)
	if err != nil {
		c.frame.Toast(c.deps.Explain(err), widgets.ToneOwed)
		return
	}
	key, entries := "conflicts."+string(way), month.NewSecond(c.frame)
	var second session.Second
	forms.Ask(c.frame, forms.Question{
		Options: widgets.DialogOptions{Title: c.titleOf(one) + " · " + c.text("conflicts.way."+string(way)), Message: c.text(key+".help", one.RecoverFen.Yuan()), Width: 620,
			Body: entries.Body(), Inputs: entries.Inputs(), Yes: c.text(key + ".yes"), No: c.text("approvals.back"), Danger: way == till.ConflictGivenUp},
		Check:   checks(entries, &second),
		At:      missing(entries),
		Work:    func(ctx context.Context) error { return c.counter.Exchanging.Settle(ctx, wish, second) },
		Explain: c.deps.Explain,
		Failed:  entries.Wipe,
		Done: func() {
			c.frame.Toast(c.text("conflict.settled."+string(way)), widgets.ToneGood)
			c.settled(one)
		},
	})
}

// settled moves on to the next that waits, the first of them after the last, and reads the list anew.
func (c *Conflicts) settled(one report.Conflict) {
	c.tried = till.ConflictSettling{}
	next := slices.IndexFunc(c.list, func(is report.Conflict) bool { return is.Of == one.Of }) + 1
	if next >= len(c.list) || c.list[next].Settled != "" {
		next = 0
	}
	c.table.SetCursor(next)
	c.stands()
	c.deps.Changed()
	if c.frame.Current() == shell.Screen(c) { // else it is read when it is shown again
		c.load()
	}
}
