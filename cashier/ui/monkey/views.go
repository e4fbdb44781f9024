package monkey

import (
	"time"

	"shouqi/cashier/ui/desk"
	"shouqi/ledger/money"
)

// witnesses are several that must agree.
type witnesses []Seen

// Stood implements Seen.
func (all witnesses) Stood(fen money.Fen, from, to time.Time) bool {
	for _, one := range all {
		if !one.Stood(fen, from, to) {
			return false
		}
	}
	return true
}

// views are the desk's own Views, as far as they could take money: the witness from inside.
type views struct{ taken []standingView }

// standingView is what could be taken from a moment on; nothing, where mayTake is false.
type standingView struct {
	from    time.Time
	mayTake bool
	due     money.Fen
}

// take looks at the screen; a View that asks for what the last one asked for is not kept.
func (v *views) take(screen any) {
	now := standingView{from: time.Now()}
	if at, ok := screen.(*desk.Screen); ok {
		view := at.View()
		if now.mayTake = view.MayTake; now.mayTake {
			now.due = view.Quote.DueFen
		}
	}
	if last := len(v.taken) - 1; last >= 0 && v.taken[last].mayTake == now.mayTake && v.taken[last].due == now.due {
		return
	}
	for len(v.taken) > 1 && now.from.Sub(v.taken[1].from) > remembered {
		v.taken = v.taken[1:]
	}
	v.taken = append(v.taken, now)
}

// Stood implements Seen. A sum of money that is put by instead of being given back is not due, so it is not asked for here.
func (v *views) Stood(fen money.Fen, from, to time.Time) bool {
	stood := false
	for index, view := range v.taken {
		if !view.from.Before(to) {
			break
		}
		if index+1 < len(v.taken) && !v.taken[index+1].from.After(from) {
			continue
		}
		if stood = view.mayTake && view.due == fen; !stood {
			return false
		}
	}
	return stood
}
