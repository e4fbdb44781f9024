package staff

// Role is what a person is employed as. What it may do stands in Rights; events keep the name.
type Role string

// The roles: 收银员 at the counter, 主管 over the counter, 财务, and 经理, who alone manages people and settings.
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
