package estate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/store"
)

// parties brings the people of one role in line with the row and returns the id of the first of them. Whoever is no
// longer named ends yesterday. Whoever is new begins today, or has always been there in a room that is itself new. A
// row that names nobody changes nobody, unless none says that there is nobody any more.
func (t *taker) parties(object, role string, rows []RowParty, none bool) (first string, err error) {
	current, err := t.current(object, role)
	if err != nil {
		return "", err
	}
	if len(rows) == 0 && !none {
		if len(current) > 0 {
			first = current[0].Person
		}
		return first, nil
	}
	// Everybody who is found in the row is taken out of staying; who is left at the end has gone.
	staying, oldNames, err := t.members(current)
	if err != nil {
		return "", err
	}
	var newNames []string
	recorded := len(t.body.Parties)
	here := make(map[string]bool)
	for _, told := range rows {
		was, is, err := t.told(object, role, told, &staying)
		if err != nil {
			return "", err
		}
		if here[is.Person] {
			continue // one person named twice
		}
		here[is.Person] = true
		if first == "" {
			first = is.Person
		}
		is.Position = len(newNames)
		newNames = append(newNames, shareWords(told.Name, told.ShareBasisPoints))
		// A corrected name is another debtor on paper, even though the person is the same.
		t.change.Owing = t.change.Owing || told.Was != "" && told.Was != told.Name
		if is != was {
			t.body.Parties = append(t.body.Parties, is)
		}
	}
	for _, gone := range staying {
		gone.party.ToOn = t.today.AddDays(-1)
		t.body.Parties = append(t.body.Parties, gone.party)
	}
	t.change.Owing = t.change.Owing || !t.change.New && len(t.body.Parties) > recorded
	if was, is := strings.Join(oldNames, "、"), strings.Join(newNames, "、"); was != is {
		t.change.Fields = append(t.change.Fields, FieldChange{role, was, is})
	}
	return first, nil
}

// told returns what a person whom a row names was to the object, the zero Party for somebody new, and what they are
// to be, and takes them out of staying. Errors: estate.until for a last day that is over, estate.unknown_party where
// the row corrects the name of somebody who is not there.
func (t *taker) told(object, role string, told RowParty, staying *[]member) (was, is Party, err error) {
	if told.UntilOn != "" && told.UntilOn < t.today {
		return was, is, store.Refuse(codeUntil, told.UntilOn)
	}
	member := takeMember(staying, told)
	if told.Was != "" && member.party.Person == "" {
		return was, is, store.Refuse(codeUnknownParty, told.Was)
	}
	was = member.party
	person, err := t.person(was.Person, member.profile, role, told)
	is = Party{Object: object, Person: person, Role: role, FromOn: was.FromOn, ToOn: was.ToOn, ShareBasisPoints: told.ShareBasisPoints}
	if was.Person == "" && !t.change.New {
		is.FromOn = t.today
	}
	if told.UntilOn != "" {
		is.ToOn = told.UntilOn
	}
	return was, is, err
}

// member is a party with the profile behind it.
type member struct {
	party   Party
	profile Profile
}

// members opens the profiles of parties, and returns the names with their shares as a change shows them.
func (t *taker) members(parties []Party) (members []member, names []string, err error) {
	for _, party := range parties {
		profile, err := ProfileOf(t.tx, t.estate.vault, party.Person, 0)
		if err != nil {
			return nil, nil, err
		}
		members, names = append(members, member{party, profile}), append(names, shareWords(profile.Name, party.ShareBasisPoints))
	}
	return members, names, nil
}

// wholeShare is the whole of a room, in basis points (1/10,000).
const wholeShare = 10_000

// shareWords returns a name with its share, where it has not the whole: 甲60%.
func shareWords(name string, basisPoints int) string {
	if basisPoints <= 0 || basisPoints >= wholeShare {
		return name
	}
	return name + strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", basisPoints/100, basisPoints%100), "0"), ".") + "%"
}

// takeMember removes from members the one whom the row means, and returns it: the one of that name, and where two
// have the name, the one with one of the phones. It returns a zero member for somebody who was not here.
func takeMember(members *[]member, told RowParty) member {
	found := -1
	for i, m := range *members {
		if m.profile.Name != told.known() {
			continue
		}
		if slices.ContainsFunc(told.Phones, func(phone string) bool { return slices.Contains(m.profile.Phones, phone) }) {
			found = i
			break
		}
		if found < 0 {
			found = i
		}
	}
	if found < 0 {
		return member{}
	}
	taken := (*members)[found]
	*members = slices.Delete(*members, found, found+1)
	return taken
}

// current returns the parties of one role on the day from which the change counts.
func (t *taker) current(object, role string) ([]Party, error) {
	all, err := PartiesOn(t.tx, object, t.today)
	return slices.DeleteFunc(all, func(p Party) bool { return p.Role != role }), err
}

// person returns the id of the person whom a row names, and records what is new in the profile. id is that of the
// person at this object, "" for somebody new to it. Such a person may still be known from another room, by name and
// phone; else a new one is made. Without a phone somebody new to the room is always a new person.
func (t *taker) person(id string, now Profile, role string, told RowParty) (string, error) {
	if !store.Printable(told.Name) {
		return "", store.Refuse(codePersonName)
	}
	if id == "" {
		for _, phone := range told.Phones {
			if known := t.people[told.Name+"|"+phone]; known != "" {
				id = known
				profile, err := ProfileOf(t.tx, t.estate.vault, id, 0)
				if err != nil {
					return "", err
				}
				now = profile
				break
			}
		}
	}
	made := id == ""
	if made {
		fresh, err := uuid.NewV7()
		if err != nil {
			return "", fmt.Errorf("make a person's id: %w", err)
		}
		id = fresh.String()
	}
	wanted := now
	wanted.Name = told.Name
	wanted.Phones = t.phones(id, now.Phones, told.Phones)
	if told.IDNumber != "" {
		wanted.IDNumber = told.IDNumber
	}
	if !made && wanted.Name == now.Name && slices.Equal(wanted.Phones, now.Phones) && wanted.IDNumber == now.IDNumber {
		return id, nil
	}
	if !made {
		t.noteProfileChange(role, now, wanted)
	}
	record, err := t.estate.putProfile(t.tx, id, wanted)
	if err != nil {
		return "", err
	}
	t.touched[id] = true
	for _, phone := range wanted.Phones {
		t.people[wanted.Name+"|"+phone] = id
	}
	t.body.Persons = append(t.body.Persons, personV1{Person: id, Kind: told.Kind, Record: record})
	return id, nil
}

// phones returns what a person's phone numbers are after a row. Numbers that are known already tell nothing new.
// Others replace the old ones, unless another row of this register has told some of this person: then they are added.
// So a person in two rows with different numbers has all of them, and the same register taken in again changes
// nothing.
func (t *taker) phones(person string, now, told []string) []string {
	fresh := slices.DeleteFunc(slices.Clone(told), func(phone string) bool { return slices.Contains(now, phone) })
	switch {
	case len(fresh) == 0:
		return now
	case t.touched[person]:
		return append(slices.Clone(now), fresh...)
	}
	return told
}

// noteProfileChange adds what changes in a person's record to the row's change; the identity number is masked there.
func (t *taker) noteProfileChange(role string, now, wanted Profile) {
	if !slices.Equal(now.Phones, wanted.Phones) {
		t.change.Fields = append(t.change.Fields, FieldChange{role + "_phone", strings.Join(now.Phones, "、"), strings.Join(wanted.Phones, "、")})
	}
	if now.IDNumber != wanted.IDNumber {
		t.change.Fields = append(t.change.Fields, FieldChange{role + "_id", MaskID(now.IDNumber), MaskID(wanted.IDNumber)})
	}
}
