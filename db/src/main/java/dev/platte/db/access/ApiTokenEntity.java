package dev.platte.db.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "api_token")
class ApiTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name;
    private String hash;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "owner_id")
    private @Nullable Long owner;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(columnDefinition = "text[]")
    private String[] scopes;

    private Instant created;

    @Column(name = "created_by")
    private String createdBy;

    private @Nullable Instant expires;

    // Written by a statement of its own, so that use of a token is no change of it.
    @Column(name = "last_used", insertable = false, updatable = false)
    private @Nullable Instant lastUsed;

    private @Nullable Instant revoked;

    @Version private long revision;

    @SuppressWarnings("NullAway") // Hibernate fills the fields
    ApiTokenEntity() {}

    ApiTokenEntity(
            String name,
            String hash,
            Role role,
            List<String> scopes,
            Instant created,
            String createdBy) {
        this.name = name;
        this.hash = hash;
        this.role = role;
        this.scopes = scopes.toArray(String[]::new);
        this.created = created;
        this.createdBy = createdBy;
    }

    void expireAt(@Nullable Instant when) {
        expires = when;
    }

    void belongTo(@Nullable Long person) {
        owner = person;
    }

    void revoke(Instant now) {
        if (revoked == null) {
            revoked = now;
        }
    }

    ApiToken view() {
        return new ApiToken(
                id,
                name,
                role,
                owner,
                List.of(scopes),
                created,
                createdBy,
                expires,
                lastUsed,
                revoked,
                revision);
    }
}
