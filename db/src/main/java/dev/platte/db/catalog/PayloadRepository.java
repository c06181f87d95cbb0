package dev.platte.db.catalog;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface PayloadRepository extends JpaRepository<PayloadEntity, Long> {

    List<PayloadEntity> findByPackageIdInOrderById(Collection<Long> packageIds);

    List<PayloadEntity> findAllByOrderById();
}
