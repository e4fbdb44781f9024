package meter

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/tariff"
)

// The kinds of event of this room. Existing books have them in their events, so a name is never changed.
const (
	kindInstalled = "meter.installed"
	kindReplaced  = "meter.replaced"
	kindTermsSet  = "meter.terms_set"
	kindRecorded  = "readings.recorded"
	kindTaken     = "readings.taken"
	kindCorrected = "reading.corrected"
	kindUndone    = "reading.undone"
)

// How many meters and how many readings one event carries at most, so that its body stays below 128 KiB.
const (
	installedMax = 200
	recordedMax  = 400
)

// termsV1 are Terms without their first day, which stands beside them in the event.
type termsV1 struct {
	Digits        int           `json:"digits"`
	DecimalDigits int           `json:"decimalDigits"`
	Multiplier    tariff.Number `json:"multiplier"`
	LossPercent   tariff.Number `json:"lossPercent"`
}

// meterV1 is a meter in an event; its id is not written, because it follows from the rest.
type meterV1 struct {
	Object       string        `json:"object"`
	Kind         string        `json:"kind"`
	Number       string        `json:"number"`
	StartOn      calendar.Date `json:"startOn"`
	StartReading tariff.Number `json:"startReading"`
	Terms        termsV1       `json:"terms"`
}

// readingV1 is a reading with everything that its usage was worked out from: folding it never looks at another
// reading, and a later change of the terms does not touch it. Numbers are exact decimals as text.
type readingV1 struct {
	Meter      string        `json:"meter"`
	On         calendar.Date `json:"on"`
	ForOn      calendar.Date `json:"forOn"`
	Value      tariff.Number `json:"value"`
	Previous   tariff.Number `json:"previous"`
	PreviousOn calendar.Date `json:"previousOn"`
	Usage      tariff.Number `json:"usage"`
	RolledOver bool          `json:"rolledOver"`
	Kept       bool          `json:"kept"`
}

// refV1 names a reading wherever the book is read: its event and its line there, counted from 1.
type refV1 struct {
	Event journal.Ref `json:"event"`
	Line  int         `json:"line"`
}

// installedV1 brings meters in, by hand or with a sheet.
type installedV1 struct {
	Meters []meterV1 `json:"meters"`
	By     string    `json:"by"`
}

// replacedV1 closes one dial with its last reading and opens the next.
type replacedV1 struct {
	Request journal.Request `json:"request"`
	Final   readingV1       `json:"final"`
	Next    meterV1         `json:"next"`
	Reason  string          `json:"reason"`
	By      string          `json:"by"`
}

// termsSetV1 sets the terms of a meter from a day on.
type termsSetV1 struct {
	Meter  string        `json:"meter"`
	FromOn calendar.Date `json:"fromOn"`
	Terms  termsV1       `json:"terms"`
	By     string        `json:"by"`
}

// recordedV1 is one part of a batch of readings; Part counts from 1.
type recordedV1 struct {
	Batch    string      `json:"batch"`
	Part     int         `json:"part"`
	Readings []readingV1 `json:"readings"`
	By       string      `json:"by"`
}

// takenV1 closes a batch: it is whole only with this event, whose parts stand before it.
type takenV1 struct {
	Request  journal.Request `json:"request"`
	Batch    string          `json:"batch"`
	FileHash string          `json:"fileHash"`
	ForOn    calendar.Date   `json:"forOn"`
	// FirstSeq is the event of this device that holds the first of its readings.
	FirstSeq int64  `json:"firstSeq"`
	Parts    int    `json:"parts"`
	Count    int    `json:"count"`
	LeftOut  int    `json:"leftOut"`
	By       string `json:"by"`
}

// correctedV1 puts a reading in the place of another one, which Of names.
type correctedV1 struct {
	Request journal.Request `json:"request"`
	Of      refV1           `json:"of"`
	Reading readingV1       `json:"reading"`
	Reason  string          `json:"reason"`
	By      string          `json:"by"`
}

// undoneV1 takes a reading back.
type undoneV1 struct {
	Request journal.Request `json:"request"`
	Of      refV1           `json:"of"`
	Reason  string          `json:"reason"`
	By      string          `json:"by"`
}

// Projectors folds the events of meters and readings into the tables meters, meter_terms, readings and
// reading_batches.
func Projectors() []journal.Projector {
	return []journal.Projector{
		journal.On(kindInstalled, 1, applyInstalled),
		journal.On(kindReplaced, 1, applyReplaced),
		journal.On(kindTermsSet, 1, applyTermsSet),
		journal.On(kindRecorded, 1, applyRecorded),
		journal.On(kindTaken, 1, applyTaken),
		journal.On(kindCorrected, 1, applyCorrected),
		journal.On(kindUndone, 1, applyUndone),
	}
}
