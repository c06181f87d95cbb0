package dev.platte.db.catalog;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface PackageRepository extends JpaRepository<PackageEntity, Long> {

    List<PackageEntity> findByApplicationIdOrderByArchAscVersionOrderDescIdDesc(long applicationId);

    List<PackageEntity> findAllByOrderById();

    Optional<PackageEntity> findByApplicationIdAndArchAndVersion(
            long applicationId, String arch, String version);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from PackageEntity p where p.id = :id")
    Optional<PackageEntity> lock(long id);
}
