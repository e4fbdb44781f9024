package staff

import (
	"strings"

	"shouqi/ledger/store"
)

// Logins are given by two people: whoever could alone make a second login, or knows the PIN of one, is both persons of every deed that
// takes two. That one of them only takes money is enough: it asks, and the own login approves.

// IsApprover reports whether people of the role approve what others do. To take cash over is no approval.
func (r Role) IsApprover() bool { return r.MayAgree(GiveLogin) }

// trust is what an event of a person says of who did it: the id of who it was, "" for the founding, who agreed, whether there
// was nobody who could have, and whether the recovery key stood for that one.
type trust struct {
	by         string
	approver   Consent
	alone      bool
	isRecovery bool
}

// login is what is about to be done to a person's login: the person, "" for a new one, what it is about as Deed.About says it, and
// whether somebody can sign in by it who could not before, or may approve, or whether its PIN is known to another then.
type login struct {
	person, about string
	// wording is what of the action is done, as a name of the catalogue has it behind the action's, "" for the action as a whole.
	wording string
	// name is what the person is called from then on, "" for as before: who agrees reads whose login it is, and agrees to no other's.
	name    string
	isGiven bool
	// isApprovers says that it is the login of somebody who may approve, and could not before or did not know its PIN.
	isApprovers bool
	// isTaken says that the person could sign in and approve, and cannot any more then.
	isTaken bool
}

// The parts of a login that stand in the subject of a deed where a role stands for one that is given.
const (
	pinPart  = "pin"
	NamePart = "name" // the person is called otherwise
	AwayPart = "away" // the person cannot sign in any more
)

// rolePart and keyPart say, as the names of parts do, that another role or another key of the book is given.
const (
	rolePart = "role"
	keyPart  = "key"
)

// naming has a refusal that wants a second person say which part of giving a login it is about. Any other error stays as it is.
func naming(err error, part string) error {
	if part == "" || store.Code(err) != CodeNeedsApproval {
		return err
	}
	return store.Fail(CodeNeedsApproval, err, string(GiveLogin)+partOf+part)
}

// newcomer returns what adding a person is. Who is added has no id yet and is named by the staff number.
func newcomer(entry Entry) login {
	return login{about: PartOf(entry.Code, string(entry.Role)), name: entry.Name, isGiven: true, isApprovers: entry.Role.IsApprover()}
}

// changed returns what rewriting the entry of the person is, who is called so until then. A new number, a leave or less to do gives nobody
// anything. A new name gives whoever has it all that was done under the old one, since papers and trails name people as they are called now.
func (p row) changed(entry Entry, calledNow string) login {
	isMore := entry.Role != p.Role && entry.Role.IsApprover() || entry.Active && !p.Active
	isCalled := strings.TrimSpace(entry.Name) != calledNow
	approves, approved := entry.Active && entry.Role.IsApprover(), p.Active && p.Role.IsApprover()
	part, wording := string(entry.Role), ""
	if entry.Role != p.Role {
		wording = rolePart
	}
	switch {
	case isMore:
	case isCalled:
		part, wording = NamePart, NamePart
	case !entry.Active:
		part, wording = AwayPart, AwayPart
	}
	return login{person: p.ID, about: PartOf(p.ID, part), wording: wording, name: entry.Name, isGiven: isMore || isCalled, isApprovers: isMore && entry.Role.IsApprover() && !approved,
		isTaken: approved && !approves}
}

// withNewPIN returns what setting the person's PIN is, for somebody else. Who left counts too, and may come back with it.
func (p row) withNewPIN() login {
	return login{person: p.ID, about: PartOf(p.ID, pinPart), wording: pinPart, isGiven: true, isApprovers: p.Role.IsApprover()}
}

// trusted asks whether by may do to a login what is about to be done, and with whose approval. Where it is given, a second person has to
// agree who may approve, and is neither who does it nor whose login it is; where nobody but these two may
// approve, whose login it is agrees, with the PIN that the login has until then. That one agrees too to be no approver any more: who could
// send the only other one away alone would be left alone, and give a login to anybody. Where nobody else may approve at all, as on the day
// of the founding, it goes through alone, and its event says so; but the login of somebody who may approve takes the recovery key of the
// book then (ApproveByRecovery), which lies in a safe: a manager alone would be both persons of every deed by making a supervisor of
// themselves. Who only takes money is still hired by one manager alone, so that a small company need not open the safe each time.
// Errors: those of Authorize, staff.own_login, and staff.needs_recovery.
func (s *Staff) trusted(tx *store.Tx, by Actor, approval Approval, of login) (trust, error) {
	given, deeds := trust{by: by.id}, []Deed{{Action: ManageStaff}}
	approvers, err := s.approversBeside(tx, by.id)
	if err != nil {
		return trust{}, err
	}
	isLast := len(approvers) == 1 && approvers[0] == of.person
	if of.isGiven || of.isTaken && isLast {
		given.alone = len(approvers) == 0
		if !given.alone {
			deed, err := s.giving(tx, of)
			if err != nil {
				return trust{}, err
			}
			deeds = append(deeds, deed)
		}
	}
	given.approver, err = s.Authorize(tx, by, approval, deeds...)
	err = naming(err, of.wording)
	if err == nil && given.approver.Person != "" {
		err = otherThan(of.person, given.approver.Person, approvers)
	}
	if err == nil && given.alone && of.isApprovers {
		given.isRecovery, err = s.recovered(tx, by, approval)
	}
	return given, err
}

// giving is the deed of giving a login. The name is no part of an event: what stands for it is among the terms, and the name itself is sealed.
func (s *Staff) giving(tx *store.Tx, of login) (deed Deed, err error) {
	name := strings.TrimSpace(of.name)
	if name == "" {
		if name, err = s.Name(tx, of.person); err != nil {
			return deed, err
		}
	}
	blinded, err := s.vault.Blind(name)
	return Deed{Action: GiveLogin, About: of.about, Terms: Standing(blinded), Note: name}, err
}

// AgreeToDiscard asks whether by may put a backup in the place of a book that knows more, and returns who agreed, "" where nobody else may
// approve at all (alone). Errors: those of Authorize for DiscardEvents.
func (s *Staff) AgreeToDiscard(tx *store.Tx, by Actor, approval Approval) (approver string, alone bool, err error) {
	approvers, err := s.approversBeside(tx, by.id)
	if err != nil {
		return "", false, err
	}
	if len(approvers) == 0 {
		return "", true, s.Require(tx, by, DiscardEvents)
	}
	consent, err := s.Authorize(tx, by, approval, Deed{Action: DiscardEvents})
	return consent.Person, false, err
}

// AgreeToKey asks for the second person of a new key of the book, named as about: like a login it lets in whoever has it. Who agreed stands in an
// event of its own; alone says that nobody else may approve, and the caller asks for what stands for them. Errors: those of Authorize.
func (s *Staff) AgreeToKey(tx *store.Tx, by Actor, approval Approval, about string) (alone bool, err error) {
	approvers, err := s.approversBeside(tx, by.id)
	if err != nil || len(approvers) == 0 {
		return err == nil, err
	}
	return false, naming(s.Agree(tx, by, approval, Deed{Action: GiveLogin}, about), keyPart)
}

// otherThan returns staff.own_login where the approver is the person whose login it is and somebody else of the approvers could agree.
func otherThan(person, approver string, approvers []string) error {
	if approver == person && len(approvers) > 1 {
		return store.Refuse(CodeOwnLogin)
	}
	return nil
}

// approversBeside returns the ids of all who are active and may approve, without the person who needs an approval.
func (s *Staff) approversBeside(tx *store.Tx, person string) (ids []string, err error) {
	err = tx.Each("SELECT id, role FROM staff WHERE active = 1 AND id <> ?", []any{person}, func(scan func(dest ...any) error) error {
		var id string
		var role Role
		err := scan(&id, &role)
		if err == nil && role.IsApprover() {
			ids = append(ids, id)
		}
		return err
	})
	return ids, err
}

// mayDecideLogin returns staff.own_login where what was asked for is about the login of who decides, and another could agree.
func (s *Staff) mayDecideLogin(tx *store.Tx, by Actor, asking Asking) error {
	if asking.Action != GiveLogin {
		return nil
	}
	approvers, err := s.approversBeside(tx, asking.By)
	if err != nil {
		return err
	}
	person, _, _, _ := Places(asking.About)
	return otherThan(person, by.id, approvers)
}
