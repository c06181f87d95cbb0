package dev.platte.db.catalog;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

interface TrustedKeyRepository extends JpaRepository<TrustedKeyEntity, Long> {

    List<TrustedKeyEntity> findByApplicationIdOrderById(long applicationId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<TrustedKeyEntity> findByApplicationIdAndFingerprint(
            long applicationId, String fingerprint);
}
