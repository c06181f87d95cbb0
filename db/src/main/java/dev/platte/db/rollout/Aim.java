package dev.platte.db.rollout;

import org.jspecify.annotations.Nullable;

/**
 * Where one host is to be kept.
 *
 * @param packageId the package it is aimed at; absent: it stays where it is
 */
public record Aim(String machineId, @Nullable Long packageId) {}
