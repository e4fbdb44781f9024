package metering

import (
	"context"
	"slices"
	"strings"

	"shouqi/cashier/session"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// RouteLine is one meter of a route with what was typed for it. Judged is what the book says of that figure, nil until it
// has said so; Keep says that a person looked at an odd one and lets it stand.
type RouteLine struct {
	meter.Stand
	Typed  string
	Value  *tariff.Number
	Judged *meter.Judged
	Keep   bool
}

// Waits says whether the line still needs somebody: it has no reading, or one that is odd or refused and not decided.
func (l RouteLine) Waits() bool {
	switch {
	case l.Typed == "":
		return !l.Read
	case l.Value == nil:
		return true
	case l.Judged == nil:
		return false
	}
	return l.Judged.State == meter.Refused || l.Judged.State == meter.Odd && !l.Keep
}

// Route is a walk (抄表路线) with what was typed so far. It is plain memory: one person types into it, and nothing is in the
// book until Taking is taken.
type Route struct {
	meter.Walk
	Lines []RouteLine

	// request is the id under which what is typed now is saved; it is empty as soon as anything of it changes.
	request string
}

// Type puts a figure into a line; "" takes it out. What was said of the figure before counts no more. Errors:
// meter.reading for what is no reading; the text stays to be mended.
func (r *Route) Type(line int, text string) error {
	one := &r.Lines[line]
	text = strings.TrimSpace(text)
	if text == one.Typed {
		return nil
	}
	one.Typed, one.Value, one.Judged, one.Keep, r.request = text, nil, nil, false, ""
	if text == "" {
		return nil
	}
	value, err := meter.ParseReading(text)
	if err != nil {
		return err
	}
	one.Value = &value
	return nil
}

// Keep lets an odd reading of a line stand. It reports whether there is one: only what was judged can be looked at.
func (r *Route) Keep(line int) bool {
	one := &r.Lines[line]
	if one.Judged == nil || one.Judged.State != meter.Odd {
		return false
	}
	one.Keep, r.request = true, ""
	return true
}

// ReadOn sets the day of the readings: every figure has to be judged anew.
func (r *Route) ReadOn(on calendar.Date) {
	r.On, r.request = on, ""
	for index := range r.Lines {
		r.Lines[index].Judged, r.Lines[index].Keep = nil, false
	}
}

// Next returns the first line after one that still waits for somebody, from the top again after the last; -1 where none
// does.
func (r *Route) Next(after int) int {
	for step := 1; step <= len(r.Lines); step++ {
		if line := (after + step) % len(r.Lines); r.Lines[line].Waits() {
			return line
		}
	}
	return -1
}

// RouteCount is how far a route is: Ready would be saved (Kept of them odd ones), Odd and Refused stay out, and Missing
// have no figure yet.
type RouteCount struct{ Ready, Kept, Odd, Refused, Missing int }

// Count counts the lines. A figure that is not judged yet is ready: saving judges it again.
func (r *Route) Count() (count RouteCount) {
	for _, line := range r.Lines {
		switch {
		case line.Typed == "":
			if !line.Read {
				count.Missing++
			}
		case line.Value == nil, line.Judged != nil && line.Judged.State == meter.Refused:
			count.Refused++
		case line.Judged != nil && line.Judged.State == meter.Odd && !line.Keep:
			count.Odd++
		default:
			count.Ready++
			if line.Keep {
				count.Kept++
			}
		}
	}
	return count
}

// IsBegun says whether anything was typed that is not saved.
func (r *Route) IsBegun() bool {
	return slices.ContainsFunc(r.Lines, func(line RouteLine) bool { return line.Typed != "" })
}

// Sheet returns the typed figures of some lines as a sheet to be judged; the line of an offer is that of the route plus 1.
func (r *Route) Sheet(lines ...int) meter.Sheet {
	sheet := meter.Sheet{ForOn: r.ForOn}
	for _, line := range lines {
		one := r.Lines[line]
		if one.Value != nil {
			sheet.Offers = append(sheet.Offers, meter.Offer{Line: line + 1, Room: one.Room, Kind: one.Meter.Kind, Number: one.Meter.Number, Value: one.Value,
				On: r.On, Meter: one.Meter.ID})
		}
	}
	return sheet
}

// All returns the numbers of all lines, for Sheet.
func (r *Route) All() []int {
	all := make([]int, len(r.Lines))
	for line := range all {
		all[line] = line
	}
	return all
}

// Judge takes what the book says of typed figures. A figure that was typed over meanwhile is passed over.
func (r *Route) Judge(judged []meter.Judged) {
	for _, j := range judged {
		if line := j.Line - 1; line >= 0 && line < len(r.Lines) {
			one := &r.Lines[line]
			if one.Meter.ID == j.Offer.Meter && one.Value != nil && j.Value != nil && one.Value.Cmp(*j.Value) == 0 && j.On == r.On {
				one.Keep = one.Keep && one.Judged != nil && saysAlike(*one.Judged, j)
				one.Judged = &j
			}
		}
	}
}

// saysAlike says whether the book says the same of a figure as it did: only that was looked at.
func saysAlike(was, now meter.Judged) bool {
	return was.State == now.State && slices.EqualFunc(was.Reasons, now.Reasons, func(a, b error) bool { return a.Error() == b.Error() })
}

// Taking returns what saves the route: everything typed, of which only what is good or kept goes in. The same content is
// the same request, so that saving twice saves once. Its errors are those of making an id.
func (r *Route) Taking() (meter.Taking, error) {
	if r.request == "" {
		id, err := session.NewRequestID()
		if err != nil {
			return meter.Taking{}, err
		}
		r.request = id
	}
	taking := meter.Taking{RequestID: r.request, Sheet: r.Sheet(r.All()...), LeaveOut: true}
	for line, one := range r.Lines {
		if one.Keep {
			taking.Keep = append(taking.Keep, line+1)
		}
	}
	return taking, nil
}

// Adopt takes over the order of an older reading of the same route, and what was typed into it that is not in the book yet.
func (r *Route) Adopt(old *Route) {
	if old == nil {
		return
	}
	typed, order := make(map[string]RouteLine, len(old.Lines)), make(map[string]int, len(old.Lines))
	for at, line := range old.Lines {
		typed[line.Meter.ID], order[line.Meter.ID] = line, at+1
	}
	// Who types goes on where they were: what was saved meanwhile stays in its place.
	slices.SortStableFunc(r.Lines, func(a, b RouteLine) int { return order[a.Meter.ID] - order[b.Meter.ID] })
	for index := range r.Lines {
		one := &r.Lines[index]
		if was := typed[one.Meter.ID]; was.Typed != "" && was.PreviousOn == one.PreviousOn && was.Previous.Cmp(one.Previous) == 0 {
			one.Typed, one.Value = was.Typed, was.Value
			if r.On == old.On { // what was looked at stays looked at, until the book says something else of it
				one.Judged, one.Keep = was.Judged, was.Keep
			}
		}
	}
}

// Routes returns the kinds of meter and the buildings that routes are chosen from.
func (c *Metering) Routes(ctx context.Context) (kinds, buildings []string, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		buildings = nil
		if kinds, err = meter.Kinds(tx); err != nil {
			return err
		}
		rooms, err := estate.Rooms(tx)
		for _, room := range rooms {
			if len(buildings) == 0 || buildings[len(buildings)-1] != room.Building {
				buildings = append(buildings, room.Building)
			}
		}
		return err
	})
	return kinds, buildings, err
}

// Route reads the meters of a walk; errors: see meter.Meters.Route.
func (c *Metering) Route(ctx context.Context, walk meter.Walk) (*Route, error) {
	route := &Route{Walk: walk}
	err := c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		stands, err := c.session.Book.Meters.Route(tx, walk)
		route.Lines = make([]RouteLine, len(stands))
		for index, stand := range stands {
			route.Lines[index].Stand = stand
		}
		return err
	})
	return route, err
}

// JudgeTyped says what the book thinks of typed figures, and changes nothing; errors: see meter.Meters.Judge.
func (c *Metering) JudgeTyped(ctx context.Context, sheet meter.Sheet) (judged []meter.Judged, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		judged, err = c.session.Book.Meters.Judge(tx, sheet)
		return err
	})
	return judged, err
}

// TakeRoute saves what Route.Taking made; errors: see meter.Meters.Take.
func (c *Metering) TakeRoute(ctx context.Context, taking meter.Taking) (meter.Batch, error) {
	return c.session.Book.Meters.Take(ctx, c.session.Who(), taking)
}
