package dev.platte.db.catalog;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface ChannelRepository extends JpaRepository<ChannelEntity, Long> {

    List<ChannelEntity> findByApplicationIdOrderByNameAscArchAsc(long applicationId);

    List<ChannelEntity> findAllByOrderById();

    Optional<ChannelEntity> findByApplicationIdAndArchAndName(
            long applicationId, String arch, String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from ChannelEntity c where c.id = :id")
    Optional<ChannelEntity> lock(long id);
}
