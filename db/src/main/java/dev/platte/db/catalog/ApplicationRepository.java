package dev.platte.db.catalog;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface ApplicationRepository extends JpaRepository<ApplicationEntity, Long> {

    Optional<ApplicationEntity> findByAppidKey(String key);

    boolean existsByName(String name);

    List<ApplicationEntity> findAllByOrderById();
}
