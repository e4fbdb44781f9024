package training

import (
	"fmt"
	"math/rand/v2"

	"shouqi/cashier/demo"
	"shouqi/ledger/estate"
)

// names makes up people. Each real person is one made-up one wherever they appear; who they are is known by id alone.
type names struct {
	random *rand.Rand
	made   map[string]estate.RowParty
}

func newNames() *names {
	return &names{random: rand.New(rand.NewPCG(20261129, 1)), made: make(map[string]estate.RowParty)}
}

// phoneStep goes through the numbers in leaps, so that neighbours do not have neighbouring ones; it has no factor in common with
// phoneCount, so that none comes twice.
const (
	phoneStep  = 7919
	phoneCount = 100_000_000
)

// of returns the made-up person for a real one. 练 stands in every name, so that nobody takes one for a neighbour's, and no name of the
// estate can come out by chance; a number that begins with 129 is nobody's.
func (n *names) of(person, kind string) estate.RowParty {
	if known, found := n.made[person]; found {
		return known
	}
	phone := fmt.Sprintf("129%08d", (len(n.made)+1)*phoneStep%phoneCount)
	party := estate.RowParty{Kind: kind, Phones: []string{phone}}
	if kind == estate.Company {
		party.Name = fmt.Sprintf("练习%s有限公司", demo.CompanyName(n.random))
	} else {
		party.Kind = estate.Natural
		given := []rune(demo.GivenName(n.random))
		party.Name = demo.Surname(n.random) + "练" + string(given[len(given)-1:])
	}
	n.made[person] = party
	return party
}
