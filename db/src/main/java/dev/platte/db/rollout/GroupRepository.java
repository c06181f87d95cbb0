package dev.platte.db.rollout;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface GroupRepository extends JpaRepository<GroupEntity, Long> {

    List<GroupEntity> findByApplicationIdOrderByTrack(long applicationId);

    List<GroupEntity> findAllByOrderById();

    Optional<GroupEntity> findByApplicationIdAndTrack(long applicationId, String track);

    boolean existsByUid(UUID uid);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select g from GroupEntity g where g.id = :id")
    Optional<GroupEntity> lock(long id);
}
