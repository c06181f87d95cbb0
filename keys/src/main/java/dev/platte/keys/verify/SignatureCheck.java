package dev.platte.keys.verify;

/** How one kind of key checks a signature. */
sealed interface SignatureCheck permits RsaCheck, EcdsaCheck {
    boolean verifies(byte[] sha256, byte[] signature);

    int signatureLength();

    String kind();
}
