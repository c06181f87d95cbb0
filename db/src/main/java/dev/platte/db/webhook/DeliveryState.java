package dev.platte.db.webhook;

/** How a message stands. */
public enum DeliveryState {
    /** To be sent, for the first time or again. */
    PENDING,
    DELIVERED,
    /** Tried often enough; somebody can have it sent again. */
    GIVEN_UP
}
