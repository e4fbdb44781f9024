package readings

import (
	"shouqi/cashier/metering"
	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
)

// Kept is what a person had typed into routes and not saved when the counter was locked. Keep it in memory, for that person
// alone. The zero value is nothing.
type Kept struct {
	routes map[meter.Walk]*metering.Route
	// at is the route that was on the screen with the cursor on row, nil for none; half is what stood in the box and was no figure yet.
	at   *metering.Route
	row  int
	half *string
	// forOn is the month that was chosen.
	forOn calendar.Date
	// OnScreen says that a route was being looked at.
	OnScreen bool
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return len(k.routes) == 0 && k.at == nil && k.forOn == "" }

// IsTyped says that figures were typed that are not saved.
func (k Kept) IsTyped() bool { return len(k.routes) > 0 || k.half != nil }

// Keep returns what was typed, to be given back by Resume after a lock.
func (s *Screen) Keep() Kept {
	kept := Kept{}
	if s.choice.isChosen {
		kept.forOn = s.choice.forOn
	}
	if page, isRoute := s.Page.(*routePage); isRoute {
		s.keepRoute(page.route)
		kept.at, kept.row, kept.forOn, kept.OnScreen = page.route, page.at, s.choice.forOn, s.Shows()
		if typed, is := page.typing(); is {
			kept.half = &typed
		}
	}
	kept.routes = s.routes
	return kept
}

// Resume brings back what was kept when its person locked the counter; call it before the screen is first shown.
func (s *Screen) Resume(kept Kept) {
	if kept.IsNone() {
		return
	}
	s.routes = kept.routes
	if kept.forOn != "" {
		s.choice.forOn, s.choice.isChosen = kept.forOn, true
	}
	if kept.at != nil {
		page := newRoutePage(s, kept.at.Walk)
		page.route.Lines, page.at, page.half = kept.at.Lines, kept.row, kept.half
		s.Page = page
	}
}

// routesMax is how many begun routes are kept: more than a person walks before saving one.
const routesMax = 50

// place is what a route is found by again: the day of the reading may change.
func place(walk meter.Walk) meter.Walk {
	walk.On = ""
	return walk
}

// keepRoute keeps what was begun of a route, and forgets one with nothing in it.
func (s *Screen) keepRoute(route *metering.Route) {
	if !route.IsBegun() {
		delete(s.routes, place(route.Walk))
		return
	}
	if s.routes == nil {
		s.routes = make(map[meter.Walk]*metering.Route)
	}
	if len(s.routes) < routesMax {
		s.routes[place(route.Walk)] = route
	}
}

// keptRoute returns what was begun of a route, nil for nothing.
func (s *Screen) keptRoute(walk meter.Walk) *metering.Route { return s.routes[place(walk)] }
