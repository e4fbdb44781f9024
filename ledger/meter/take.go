package meter

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Meters records meters and readings. Each of its commands is a write of its own, unless the room comes from In.
type Meters struct {
	db      *store.DB
	journal *journal.Journal
	staff   *staff.Staff
	within  *store.Tx
	// Billed reports whether a bill was made from what a meter counted for a reading's period. Such a reading is not
	// taken back, and a further one for the period comes too late for the bill. The room that bills puts its answer
	// here, because meter must not import it; nil is a book that bills nothing by meter.
	Billed func(tx *store.Tx, m Meter, r Reading) (bool, error)
}

// New makes the room over an open book.
func New(db *store.DB, j *journal.Journal, s *staff.Staff) *Meters {
	return &Meters{db: db, journal: j, staff: s}
}

// In returns the room for commands that are parts of one transaction, which another room of the ledger runs. Everybody else
// calls the room itself, whose commands each have a write of their own.
func (s *Meters) In(tx *store.Tx) *Meters {
	part := *s
	part.within = tx
	return &part
}

// Taking is a sheet with what a person decided about its odd rows. Keep has the lines whose odd readings are taken as
// they are, KeepAll takes those of all lines. LeaveOut leaves everything else that is odd or refused out; without it
// nothing is taken while any row is undecided.
type Taking struct {
	RequestID string
	Sheet     Sheet
	Keep      []int
	KeepAll   bool
	LeaveOut  bool
}

// Batch is what an import of readings did: how many readings it took and meters it installed, how many the book had
// already, and how many were left out.
type Batch struct {
	ID        string        `json:"id"`
	FileHash  string        `json:"fileHash"`
	ForOn     calendar.Date `json:"forOn"`
	Taken     int           `json:"taken"`
	Installed int           `json:"installed"`
	Have      int           `json:"have"`
	LeftOut   int           `json:"leftOut"`
}

// Take takes a sheet in as a whole: every good reading and every odd one that is to be kept, or nothing. The same
// request again returns the same batch, without the counts of installed meters and of readings that were known.
// Errors: staff.may_not, meter.undecided with the numbers of odd and refused readings, meter.keep for a line with
// nothing odd in it, meter.file_taken where the book has everything already, meter.nothing for a sheet without a
// single good reading, and those of Judge.
func (s *Meters) Take(ctx context.Context, by staff.Actor, taking Taking) (Batch, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Batch, error) {
		return s.doTake(tx, by, taking, today)
	})
}

// doTake checks the right and makes the request happen once.
func (s *Meters) doTake(tx *store.Tx, by staff.Actor, taking Taking, today calendar.Date) (Batch, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Batch{}, err
	}
	request, err := journal.NewRequest(taking.RequestID, taking)
	if err != nil {
		return Batch{}, err
	}
	return journal.Once(tx, request, batchOf, func() (Batch, error) { return s.take(tx, request, by, taking, today) })
}

// take judges the sheet again, inside the write: since the person looked at it, the book may have changed.
func (s *Meters) take(tx *store.Tx, request journal.Request, by staff.Actor, taking Taking, today calendar.Date) (Batch, error) {
	judged, err := s.judgeOn(tx, taking.Sheet, today)
	if err != nil {
		return Batch{}, err
	}
	chosen, batch, err := taking.choose(judged)
	if err != nil {
		return batch, err
	}
	if len(chosen) == 0 {
		return batch, nothing(tx, taking.Sheet.FileHash, batch.Have)
	}
	return batch, s.record(tx, request, by.ID(), chosen, &batch)
}

// choose returns the readings to take, and refuses what nobody decided.
func (t Taking) choose(judged []Judged) (chosen []Judged, batch Batch, err error) {
	odd, refused := 0, t.Sheet.Refused
	used := make(map[int]bool)
	for _, j := range judged {
		switch kept := t.KeepAll || slices.Contains(t.Keep, j.Line); {
		case j.State == Good, j.State == Odd && kept:
			used[j.Line] = used[j.Line] || j.State == Odd
			chosen = append(chosen, j)
		case j.State == Odd:
			odd++
		case j.State == Refused:
			refused++
		default:
			batch.Have++
		}
	}
	// A line to keep that is not odd is a slip of the person, or the sheet is another than the one that was shown.
	for _, line := range t.Keep {
		if !used[line] {
			return nil, batch, store.Refuse(CodeKeep, line)
		}
	}
	if odd+refused > 0 && !t.LeaveOut {
		return nil, batch, store.Refuse(CodeUndecided, odd, refused)
	}
	batch.FileHash, batch.ForOn, batch.LeftOut = t.Sheet.FileHash, t.Sheet.ForOn, odd+refused
	return chosen, batch, nil
}

// nothing returns the error of a sheet with nothing to take: meter.file_taken where the book has its readings
// already, meter.nothing otherwise.
func nothing(tx *store.Tx, fileHash string, have int) error {
	taken := 0
	_, err := tx.Get("SELECT count(*) FROM reading_batches WHERE file_hash = ? AND file_hash <> ''", []any{fileHash}, &taken)
	if err != nil {
		return err
	}
	if taken > 0 || have > 0 {
		return store.Refuse(codeFileTaken)
	}
	return store.Refuse(CodeNothing)
}

// record appends the new meters, the readings in parts, and the batch's own event last: it names the parts before it.
// All of it is one transaction, so a power cut leaves no half a batch.
func (s *Meters) record(tx *store.Tx, request journal.Request, by string, chosen []Judged, batch *Batch) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the batch's id: %w", err)
	}
	batch.ID = id.String()
	var founded []meterV1
	readings := make([]readingV1, len(chosen))
	for i, j := range chosen {
		if j.New {
			founded = append(founded, meterV1{Object: j.Meter.Object, Kind: j.Kind, Number: j.Number, StartOn: j.Meter.StartOn,
				StartReading: j.Meter.StartReading, Terms: j.Terms.body()})
		}
		readings[i] = readingV1{Meter: j.Meter.ID, On: j.On, ForOn: j.ForOn, Value: *j.Value, Previous: j.Previous,
			PreviousOn: j.PreviousOn, Usage: j.Usage, RolledOver: j.RolledOver, Kept: j.State == Odd}
	}
	for part := range slices.Chunk(founded, installedMax) {
		if _, err := s.journal.Append(tx, kindInstalled, installedV1{Meters: part, By: by}); err != nil {
			return err
		}
	}
	parts, first := 0, int64(0)
	for part := range slices.Chunk(readings, recordedMax) {
		parts++
		e, err := s.journal.Append(tx, kindRecorded, recordedV1{Batch: batch.ID, Part: parts, Readings: part, By: by})
		if err != nil {
			return err
		}
		if parts == 1 {
			first = e.Seq
		}
	}
	batch.Taken, batch.Installed = len(readings), len(founded)
	_, err = s.journal.Append(tx, kindTaken, takenV1{Request: request, Batch: batch.ID, FileHash: batch.FileHash, ForOn: batch.ForOn,
		FirstSeq: first, Parts: parts, Count: len(readings), LeftOut: batch.LeftOut, By: by})
	return err
}

// body returns terms as an event has them.
func (t Terms) body() termsV1 {
	return termsV1{Digits: t.Digits, DecimalDigits: t.DecimalDigits, Multiplier: t.Multiplier, LossPercent: t.LossPercent}
}

// batchOf reads back the batch that an event closed, for a request that comes again. Installed and Have are 0 in it.
func batchOf(tx *store.Tx, deviceNo, seq int64) (Batch, error) {
	var b Batch
	found, err := tx.Get("SELECT batch, file_hash, for_on, readings, left_out FROM reading_batches WHERE device = ? AND seq = ?",
		[]any{deviceNo, seq}, &b.ID, &b.FileHash, &b.ForOn, &b.Taken, &b.LeftOut)
	if err == nil && !found {
		err = store.Refuse(CodeNothing)
	}
	return b, err
}
