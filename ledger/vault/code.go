package vault

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeDamaged         = "vault.damaged"
	CodeErased          = "vault.erased"
	CodeNoKeyring       = "vault.no_keyring"
	CodeNoSlot          = "vault.no_slot"
	CodePassphraseShort = "vault.passphrase_short"
	codeRecoveryTyped   = "vault.recovery_typed"
	codeTooLong         = "vault.too_long"
	CodeUnknown         = "vault.unknown"
	CodeWrongKey        = "vault.wrong_key"
)
