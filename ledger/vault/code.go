package vault

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence
// ("error." and the code, in assets/text), so it keeps its meaning for good. The codes that other packages branch on
// are exported.
const (
	CodeDamaged         = "vault.damaged"
	CodeErased          = "vault.erased"
	CodeForeignKey      = "vault.foreign_key"
	CodeNoKeyring       = "vault.no_keyring"
	CodeNoSlot          = "vault.no_slot"
	CodeNotProven       = "vault.not_proven"
	CodePassphraseShort = "vault.passphrase_short"
	CodeRecoveryTyped   = "vault.recovery_typed"
	codeTooLong         = "vault.too_long"
	CodeUnknown         = "vault.unknown"
	CodeWrongKey        = "vault.wrong_key"
)
