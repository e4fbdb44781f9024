package estate

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeCounterTaken  = "estate.counter_taken"
	CodeDeviceKnown   = "estate.device_known"
	CodeNoCounter     = "estate.no_counter"
	codeDevice        = "estate.device"
	codeSteward       = "estate.steward"
	CodeLayoutStale   = "estate.layout_stale"
	codeUntil         = "estate.until"
	codePersonName    = "estate.person_name"
	codeClear         = "estate.clear"
	codeDay           = "estate.day"
	codeFar           = "estate.far"
	codePartyLater    = "estate.party_later"
	codeMonthNotOver  = "estate.month_not_over"
	codePolicy        = "estate.policy"
	CodePolicySame    = "estate.policy_same"
	CodeRoomCode      = "estate.room_code"
	codeRoomTwice     = "estate.room_twice"
	codeSpaceTwice    = "estate.space_twice"
	CodeStale         = "estate.stale"
	CodeThere         = "estate.there"
	codeUnknownParty  = "estate.unknown_party"
	CodeUnknownPerson = "estate.unknown_person"
	codeUnknownPlace  = "estate.unknown_place"
	CodeUnknownRoom   = "estate.unknown_room"
)
