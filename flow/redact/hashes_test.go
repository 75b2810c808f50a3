package redact

import "testing"

func TestHashes(t *testing.T) {
	t.Parallel()
	gone(t,
		"admin:$apr1$FAKEsalt$«FAKEhash0FAKEhash1FAKEh»",
		"admin:$2y$10$«FAKEFAKEFAKEFAKEFAKEFAabcdefghijklmnopqrstuvwxyzFAKE12»",
		"hash: $2b$12$«FAKEFAKEFAKEFAKEFAKEFAabcdefghijklmnopqrstuvwxyzFAKE12», next",
		"admin:{SHA}«FAKEfake0FAKEfake1FAKEfake2=»",
		"{SSHA}«FAKEfake0FAKEfake1FAKEfake2FAKE==»",
		"root:$6$FAKEsalt$«FAKEhash0FAKEhash1FAKEhash2FAKEhash3FAKEhash4/FAKEhash5FAKEhash6.»:19000:0:99999:7:::",
		"me:$y$j9T$FAKEsalt0FAKEsalt1$«FAKEhash0FAKEhash1FAKEhash2FAKEhash3FAKE»:19000:0:99999:7:::",
		"me:$1$FAKEsalt$«FAKEhash0FAKEhash1FAKE»:19000:0:99999:7:::",
		"$5$rounds=5000$FAKEsalt$«FAKEhash0FAKEhash1FAKEhash2FAKE/hash4FAKE.»",
		"$argon2id$v=19$m=65536,t=3,p=4$FAKEsaltFAKE$«FAKEhash0FAKEhash1FAKEhash2FAKE»",
		"pbkdf2_sha256$260000$FAKEsalt$«FAKEhash0FAKEhash1FAKEhash2FAKE=»",
		"$scrypt$ln=16,r=8,p=1$FAKEsalt$«FAKEhash0FAKEhash1FAKEhash2»",
		"$P$B«FAKEfake0FAKEfake1FAKEfake2FAK»",
		"Administrator:500:aad3b435b51404eeaad3b435b51404ee:«31d6cfe0d16ae931b73c59d7e0c089c0»:::",
		"SCRAM-SHA-256$4096:FAKEsaltFAKEsaltFAKEsa==$«FAKEkey0FAKEkey1FAKEkey2FAKEkey3FAKEkey4FAK=:FAKEsrv0FAKEsrv1FAKEsrv2FAKEsrv3FAKEsrv4FAK=»",
		"enable secret 5 $1$FAKE$«FAKEhash0FAKEhash1FAKE»",
	)
	stay(t, "$2 is the second argument", "echo $1 $2 $6", "cost: $2.50 and $6$", "use {SHA} as the scheme", "sha256$ is the name", "cp $1$2/path/to/file.txt /tmp", "regex: ^(1|2)$6$")
}
