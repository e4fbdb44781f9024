package staff

import (
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Deed is something that a person is about to do. The figures are looked at only where a limit of the action measures
// them, and may be 0 otherwise.
type Deed struct {
	Action Action
	// Fen is what this deed comes to by itself; the sign does not matter.
	Fen money.Fen
	// BeforeFen is what was done alone to the same thing before: a limit of the deed counts it with Fen, so that many small deeds are
	// one large one. An approval is of Fen alone.
	BeforeFen money.Fen
	// DayFen and DayCount are what the person did of the kind alone on the business day, this deed included, so that
	// many small deeds count as one large one.
	DayFen   money.Fen
	DayCount int
	// ShiftFen is what was done of the kind in the open shift, this deed included, and AgeDays how many days the oldest of the
	// kind waits to be settled.
	ShiftFen money.Fen
	AgeDays  int
	// About is what it is done to: the number of a receipt, or the id of a bill, a deposit or a room, and where it goes from one to
	// another both of them (From). Only a deed that says so can have been approved before, see AskApproval.
	About string
	// Terms are what else a second person decides about: an approval that was asked for is for these alone.
	Terms Terms
	// Note is what a person typed about the reason, which who approves has to read too. It is sealed where it is kept, and what stands for it
	// is among the Terms.
	Note string
}

// Authorize checks everything that one command does against the rights and the limits, all of it at once. Where one
// of the deeds needs a second person it returns that person's consent, which the command's event has to keep and its
// projector to Use: that of the approval, or, where nobody's came with it, of who approved exactly this before (see AskApproval). It returns the Consent of nobody where the person does all of it alone, whatever approval came
// with it: that one is not used up.
//
// Errors:
//   - staff.may_not for an action that the person may not do, or does no more because of being inactive;
//   - staff.beyond_limit, with the limit, for what nobody may do;
//   - staff.needs_approval, with the first such action, where approval is not one of another person for all actions
//     of this actor that need one; Wanted says of it which approval can be asked for instead;
//   - staff.may_not_approve where the approver may not agree to the action any more;
//   - staff.approval_used for an approval that another event has.
func (s *Staff) Authorize(tx *store.Tx, by Actor, approval Approval, deeds ...Deed) (Consent, error) {
	p, err := s.person(tx, "id", by.id)
	if err != nil {
		return Consent{}, err
	}
	var bounds Bounds
	// Most commands have no limit, and need not read them.
	if slices.ContainsFunc(deeds, func(d Deed) bool { return len(RightTo(d.Action).Limits) > 0 }) {
		if bounds, err = ReadBounds(tx); err != nil {
			return Consent{}, err
		}
	}
	var second []Action
	var takers []Deed
	for _, deed := range deeds {
		if !p.Active || !p.Role.May(deed.Action) {
			return Consent{}, store.Refuse(CodeMayNot, string(deed.Action))
		}
		takes, err := deed.takesSecond(p.Role, bounds)
		if err != nil {
			return Consent{}, err
		}
		if takes {
			second = append(second, deed.Action)
			takers = append(takers, deed)
		}
	}
	if len(second) == 0 {
		return Consent{}, nil
	}
	if deed, one := together(takers); approval.id == "" && one {
		if consent, found, err := s.askedConsent(tx, by, deed, second); err != nil || found {
			return consent, err
		}
		return Consent{}, store.Fail(CodeNeedsApproval, &wantedError{deed}, string(second[0]))
	}
	return s.consent(tx, by, approval, second)
}

// takesSecond reports whether a person of the role needs a second one for the deed. A deed of exactly the limit is
// within it. Errors: staff.beyond_limit, with the limit, where nobody may do the deed.
func (d Deed) takesSecond(role Role, bounds Bounds) (bool, error) {
	right := RightTo(d.Action)
	second := slices.Contains(right.Second, role)
	for _, name := range right.Limits {
		limit, _ := LimitCalled(name)
		holds := limit.Roles == nil || slices.Contains(limit.Roles, role)
		if !holds || d.measured(limit.Measure) <= bounds[name] {
			continue
		}
		if limit.Never {
			return false, store.Refuse(codeBeyondLimit, limit.Words(bounds[name]))
		}
		second = true
	}
	return second, nil
}

// measured returns what a limit compares of the deed: fen, or a number of deeds. Over and short are measured alike.
func (d Deed) measured(measure Measure) int64 {
	switch measure {
	case ByDayFen:
		return int64(d.DayFen)
	case ByDayCount:
		return int64(d.DayCount)
	case ByShiftFen:
		return int64(d.ShiftFen)
	case ByAgeDays:
		return int64(d.AgeDays)
	}
	return int64(max(d.Fen, -d.Fen) + d.BeforeFen)
}

// consent checks that approval is that of another person, for these actions of this actor, and not used yet. Its
// errors are said at Authorize.
func (s *Staff) consent(tx *store.Tx, by Actor, approval Approval, actions []Action) (Consent, error) {
	for _, action := range actions {
		if approval.id == "" || approval.forID != by.id || approval.id == by.id || !slices.Contains(approval.actions, action) {
			return Consent{}, store.Refuse(CodeNeedsApproval, string(action))
		}
	}
	// Between the PIN and the command the approver may have become inactive or got another role.
	p, err := s.person(tx, "id", approval.id)
	if err != nil {
		return Consent{}, err
	}
	for _, action := range actions {
		if !p.Active || !p.Role.MayAgree(action) {
			return Consent{}, store.Refuse(CodeMayNotApprove, string(action))
		}
	}
	device, err := s.journal.DeviceNo(tx, s.journal.Device)
	if err != nil {
		return Consent{}, err
	}
	// Whether an earlier event used this very PIN. The key of the table approvals refuses it once more when the event
	// is folded.
	var usedSeq int64
	used, err := tx.Get("SELECT used_seq FROM approvals WHERE device = ? AND seq = ?", []any{device, approval.seq}, &usedSeq)
	if err == nil && used {
		err = store.Refuse(codeApprovalUsed, string(actions[0]))
	}
	return Consent{Person: approval.id, Seq: approval.seq}, err
}

// Require returns staff.may_not unless the actor is still active and still may do the action, by what the book says
// now and not by the role at sign-in. A screen asks it before it shows something, and a command before it does long
// work. It does not look at limits.
func (s *Staff) Require(tx *store.Tx, actor Actor, action Action) error {
	p, err := s.person(tx, "id", actor.id)
	if err != nil {
		return err
	}
	if !p.Active || !p.Role.May(action) {
		return store.Refuse(CodeMayNot, string(action))
	}
	return nil
}

// RequireAgree returns staff.may_not unless the actor is still active and still may approve the action, by what the book says now and not
// by the role at sign-in.
func (s *Staff) RequireAgree(tx *store.Tx, actor Actor, action Action) error {
	p, err := s.person(tx, "id", actor.id)
	if err != nil {
		return err
	}
	if !p.Active || !p.Role.MayAgree(action) {
		return store.Refuse(CodeMayNot, string(action))
	}
	return nil
}

// Agree takes a second person's approval of a deed whose own events cannot keep it, because their room must not
// import staff, and appends an event with who gave it and about what. It has to run in the transaction of those
// events. Errors: those of Authorize.
func (s *Staff) Agree(tx *store.Tx, by Actor, approval Approval, deed Deed, about string) error {
	consent, err := s.Authorize(tx, by, approval, deed)
	if err == nil {
		_, err = s.journal.Append(tx, kindAgreed, agreedV1{Action: deed.Action, About: about, By: by.id, Approver: consent})
	}
	return err
}
