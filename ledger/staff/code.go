package staff

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeUnknownLimit     = "staff.unknown_limit"
	CodeLimit            = "staff.limit"
	codeBeyondLimit      = "staff.beyond_limit"
	codeApprovalAbout    = "staff.approval_about"
	codeApprovalPhone    = "staff.approval_phone"
	codeApprovalState    = "staff.approval_state"
	codeApprovalUsed     = "staff.approval_used"
	CodeApproverPINWrong = "staff.approver_pin_wrong"
	CodeCodeForm         = "staff.code_form"
	codeCodeUsed         = "staff.code_used"
	codeFounded          = "staff.founded"
	CodeInactive         = "staff.inactive"
	codeLastManager      = "staff.last_manager"
	CodeLocked           = "staff.locked"
	CodeMayNot           = "staff.may_not"
	CodeMayNotApprove    = "staff.may_not_approve"
	CodeNameForm         = "staff.name_form"
	codeNameTwice        = "staff.name_twice"
	CodeOwnLogin         = "staff.own_login"
	CodeNeedsApproval    = "staff.needs_approval"
	CodePINForm          = "staff.pin_form"
	CodePINWeak          = "staff.pin_weak"
	CodePINWrong         = "staff.pin_wrong"
	CodeReceiverPINWrong = "staff.receiver_pin_wrong"
	codeRole             = "staff.role"
	CodeSamePerson       = "staff.same_person"
	codeUnknownApproval  = "staff.unknown_approval"
	CodeUnknown          = "staff.unknown"
)
