package dev.platte.client.culprit;

/** A proof that anybody can make. */
class VerifiedImage {}
