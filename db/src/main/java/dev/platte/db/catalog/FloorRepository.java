package dev.platte.db.catalog;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface FloorRepository extends JpaRepository<FloorEntity, Long> {

    List<FloorEntity> findByChannelIdOrderById(long channelId);

    List<FloorEntity> findAllByOrderById();

    Optional<FloorEntity> findByChannelIdAndPackageId(long channelId, long packageId);
}
