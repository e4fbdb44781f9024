package staff

// Role is what a person is employed as.
type Role string

// The roles, from the counter inwards.
const (
	Cashier    Role = "cashier"
	Supervisor Role = "supervisor"
	Finance    Role = "finance"
	Manager    Role = "manager"
)

// Roles lists all of them in the order screens show them.
var Roles = []Role{Cashier, Supervisor, Finance, Manager}

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool {
	for _, role := range Roles {
		if role == r {
			return true
		}
	}
	return false
}
