package settings

// The names of this machine's settings, as the counter keeps them.
const (
	Language     = "language"      // assets.Chinese or assets.English
	TextSize     = "text_size"     // LargeText, or anything else for the normal size
	LockMinutes  = "lock_minutes"  // minutes without a key until the counter locks; 0 never
	ExportFolder = "export_folder" // where workbooks are written
	OwnerColours = "owner_colours" // HighContrast, or anything else for light colours
	TrainingBook = "training_book" // the training book that was made here last
)

// HighContrast is the value of OwnerColours for white and yellow on black.
const HighContrast = "contrast"

// LargeText is the value of TextSize for large print.
const LargeText = "large"
