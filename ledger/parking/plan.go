package parking

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"shouqi/ledger/calendar"
)

// Plan is how a car park charges by time (停车收费方案). ReadPlan reads it from JSON; Price checks it.
type Plan struct {
	Name string `json:"name"`
	// Source says where the price stands: the notice that published it, the owners' decision.
	Source string `json:"source,omitempty"`

	// FreeMinutes is how long a stay costs nothing, in minutes that no card covers.
	FreeMinutes int64 `json:"freeMinutes,omitempty"`
	// FreeThenAll charges a longer stay from its first minute; otherwise its first FreeMinutes stay free.
	FreeThenAll bool `json:"freeThenAll,omitempty"`

	// Windows cover every minute of every kind of day exactly once.
	Windows []Window `json:"windows"`
	// FirstPer says when the rates of a window begin anew with the first; "" is PerWindow.
	FirstPer Per `json:"firstPer,omitempty"`
	// BlocksRestart begins a new block where another window begins; otherwise a block that was begun runs on into it.
	BlocksRestart bool `json:"blocksRestart,omitempty"`
	// UnfinishedFree charges a block only when it is full (满一个计时单位方收费); otherwise a block counts once begun.
	UnfinishedFree bool `json:"unfinishedFree,omitempty"`

	// Day is what a day is for DayCap, DayCaps and for FirstPer "day"; "" is Natural.
	Day Day `json:"day,omitempty"`
	// DayCap is the most that one day costs, StayCap the most that the whole stay does, and Least the least that a stay costs
	// that costs anything at all. "" is no bound.
	DayCap  Yuan `json:"dayCap,omitempty"`
	StayCap Yuan `json:"stayCap,omitempty"`
	Least   Yuan `json:"least,omitempty"`
	// DayCaps, in the place of DayCap, are the most that the first, the second and each further day of the stay cost; the last
	// holds for all that follow. Days are counted from the entry on, whether or not anything is charged on them: a natural day
	// from the date of the entry, so that the rest of that date is the first.
	DayCaps []Yuan `json:"dayCaps,omitempty"`
	// Vehicles are the kinds of vehicle that the plan tells apart, the ordinary one first; none is one price for all.
	Vehicles []Vehicle `json:"vehicles,omitempty"`
	// SameCaps keeps the caps, the least and the price of a lost ticket as they are for every kind of vehicle; see Vehicle.
	SameCaps bool `json:"sameCaps,omitempty"`

	Rounding Rounding `json:"rounding,omitzero"`

	// CardGraceMinutes is how long a car may stay on after its card's time ended and pay nothing; who stays longer pays
	// from the end of the card's time.
	CardGraceMinutes int64 `json:"cardGraceMinutes,omitempty"`
	// LostTicket is what a car pays whose time of entry is not known; "" means that the plan has no such price.
	LostTicket Yuan `json:"lostTicket,omitempty"`
}

// Window is a span of the clock on some kinds of day and what it costs.
type Window struct {
	// Name is what the driver reads: 白天, 夜间.
	Name string `json:"name"`
	// Days are the kinds of day on which it holds; none is every kind. Rest days joined to a holiday count as holidays
	// unless some window of the plan names "rest".
	Days []calendar.DayKind `json:"days,omitempty"`
	// From and To are clock times, To not included; a window whose To is not after From crosses midnight.
	From Clock `json:"from"`
	To   Clock `json:"to"`
	// Rates follow one another from the beginning of the window (see FirstPer); the last holds for all that follows.
	Rates []Rate `json:"rates"`
	// Cap bounds one passing through the window; "" is no bound.
	Cap Yuan `json:"cap,omitempty"`
}

// Rate is what a stretch of a window costs.
type Rate struct {
	// Name is what the driver reads: 首两小时; "" is written from the rate's time.
	Name string `json:"name,omitempty"`
	// Minutes is how long it holds; 0, and only 0, for the last rate of a window.
	Minutes int64 `json:"minutes,omitempty"`
	// BlockMinutes is the length of a block: 1 charges by the minute. 0 charges the Price once for the rate's whole time
	// (首段 120 分钟 5 元); as a window's only rate that is a price for each entry (按次).
	BlockMinutes int64 `json:"blockMinutes,omitempty"`
	// Price is in yuan for one block.
	Price Yuan `json:"price"`
}

// Yuan is an amount of at most 9 digits before and 6 after the point: "2.50", "0.0333".
type Yuan string

// Clock is a time of day, "00:00" to "24:00".
type Clock string

// Per says when the rates of a window begin again with the first.
type Per string

// The values of Per: with every passing through a window, with every day (what a day is, Plan.Day says), or only once in a
// stay. By day or stay the minutes of all windows count together: an hour in one window leaves less of the first hour in the
// next. Rates that begin anew with the day begin a new block with it too.
const (
	PerWindow Per = "window"
	PerDay    Per = "day"
	PerStay   Per = "stay"
)

// Day is what counts as a day.
type Day string

// The values of Day: a natural day from midnight to midnight in calendar.Zone, or each 24 hours from the entry.
const (
	Natural Day = "natural"
	Hours24 Day = "24h"
)

// Rounding (取整) is the plan's one rounding, of the sum after caps and the least. To is "fen" (""), "jiao" or "yuan"; Mode is
// "half_up" (""), "half_even", "up" or "down".
type Rounding struct {
	To   string `json:"to,omitempty"`
	Mode string `json:"mode,omitempty"`
}

// planBytesMax bounds the JSON of a plan.
const planBytesMax = 64 << 10

// ReadPlan reads a plan from JSON of at most 64 KiB and checks it. The errors are parking.plan_size, parking.plan_json with
// the line, parking.plan_kind with a field and its line, parking.plan_field with the name of a field that plans do not have, and
// those of Plan.Check.
func ReadPlan(text []byte) (Plan, error) {
	if len(text) > planBytesMax {
		return Plan{}, refuse(codePlanSize, planBytesMax>>10)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var plan Plan
	if err := decoder.Decode(&plan); err != nil {
		return Plan{}, jsonError(text, err)
	}
	end := decoder.InputOffset()
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Plan{}, refuse(codePlanJSON, lineAt(text, end))
	}
	return plan, plan.Check()
}

// jsonError returns parking.plan_field for a field that plans do not have, parking.plan_kind with the field and the line of a value
// of the wrong kind, otherwise parking.plan_json with the line. The
// library has no type for an unknown field, so its message is read.
func jsonError(text []byte, err error) *Error {
	const unknown = "json: unknown field "
	if name, found := strings.CutPrefix(err.Error(), unknown); found {
		return refuse(codePlanField, strings.Trim(name, `"`))
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return refuse(CodePlanKind, kind.Field, lineAt(text, kind.Offset))
	}
	offset := int64(len(text))
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case kind != nil:
		offset = kind.Offset
	}
	return refuse(codePlanJSON, lineAt(text, offset))
}

// lineAt returns the line, counted from 1, of the byte before offset.
func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:max(0, min(offset-1, int64(len(text))))], []byte("\n"))
}
