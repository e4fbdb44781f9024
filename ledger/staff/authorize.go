package staff

import (
	"slices"

	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Deed is something that a person is about to do. Fen is what it comes to by itself, DayFen and DayCount what the person did of
// the kind alone on the business day, this deed with it; they are looked at only where a limit of the action measures them.
type Deed struct {
	Action   Action
	Fen      money.Fen
	DayFen   money.Fen
	DayCount int
}

// Authorize holds everything that one command does against the rights and the limits, all of it at once. It returns the
// second person's consent where one of the deeds takes it, which the command's event keeps and its projector uses; a Consent of
// nobody where the person does all of it alone, whatever approval came with it.
//
// Errors: staff.may_not for what the person may not do, staff.beyond_limit for what nobody does, with the limit,
// staff.needs_approval with the first action that takes a second person where approval is not one of another person for all
// such actions of this actor, staff.may_not_approve where that person may not agree to it any more, staff.approval_used for an
// approval that another event has.
func (s *Staff) Authorize(tx *store.Tx, by Actor, approval Approval, deeds ...Deed) (Consent, error) {
	p, err := s.person(tx, "id", by.id)
	if err != nil {
		return Consent{}, err
	}
	var bounds Bounds
	if slices.ContainsFunc(deeds, func(d Deed) bool { return len(RightTo(d.Action).Limits) > 0 }) {
		if bounds, err = ReadBounds(tx); err != nil {
			return Consent{}, err
		}
	}
	var second []Action
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
		}
	}
	if len(second) == 0 {
		return Consent{}, nil
	}
	return s.consent(tx, by, approval, second)
}

// takesSecond reports whether a person of the role needs a second one for the deed. Errors: staff.beyond_limit where nobody
// does it, with the limit.
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

func (d Deed) measured(measure Measure) int64 {
	switch measure {
	case ByDayFen:
		return int64(d.DayFen)
	case ByDayCount:
		return int64(d.DayCount)
	}
	return int64(max(d.Fen, -d.Fen))
}

// consent checks that approval is a second person's word for these actions of this actor, given once.
func (s *Staff) consent(tx *store.Tx, by Actor, approval Approval, actions []Action) (Consent, error) {
	for _, action := range actions {
		if approval.id == "" || approval.forID != by.id || approval.id == by.id || !slices.Contains(approval.actions, action) {
			return Consent{}, store.Refuse(CodeNeedsApproval, string(action))
		}
	}
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
	var usedSeq int64
	used, err := tx.Get("SELECT used_seq FROM approvals WHERE device = ? AND seq = ?", []any{device, approval.seq}, &usedSeq)
	if err == nil && used {
		err = store.Refuse(codeApprovalUsed, string(actions[0]))
	}
	return Consent{Person: approval.id, Seq: approval.seq}, err
}

// Require answers staff.may_not unless the actor is still active and still may do the action, as the book says now: what a
// screen asks before it shows something, and a command before it does long work.
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

// Agree takes a second person's word for an action whose own events cannot carry it, because their room knows nothing of
// people, and records who gave it and about what. Errors: those of Authorize.
func (s *Staff) Agree(tx *store.Tx, by Actor, approval Approval, action Action, about string) error {
	consent, err := s.Authorize(tx, by, approval, Deed{Action: action})
	if err == nil {
		_, err = s.journal.Append(tx, kindAgreed, agreedV1{Action: action, About: about, By: by.id, Approver: consent})
	}
	return err
}
